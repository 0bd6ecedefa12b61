package io.clubroom.memory.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Compares texts as PostgreSQL does with the collation C. */
final class CodePoints {
    static final Comparator<String> ORDER =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private CodePoints() {}
}
