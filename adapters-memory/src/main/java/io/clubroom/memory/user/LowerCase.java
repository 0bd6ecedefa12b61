package io.clubroom.memory.user;

/** Lower-cases text as PostgreSQL's {@code lower} does: code point by code point, independent of the language. */
final class LowerCase {
    private LowerCase() {}

    static String of(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
