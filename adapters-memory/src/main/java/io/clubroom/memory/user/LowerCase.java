package io.clubroom.memory.user;

/** Text in lower case as PostgreSQL makes it: each code point by itself, in no particular language. */
final class LowerCase {
    private LowerCase() {}

    static String of(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
