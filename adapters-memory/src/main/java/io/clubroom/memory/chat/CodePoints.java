package io.clubroom.memory.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Compares strings by code points, as PostgreSQL's collation {@code C} does. */
final class CodePoints {
    static final Comparator<String> ORDER =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private CodePoints() {}
}
