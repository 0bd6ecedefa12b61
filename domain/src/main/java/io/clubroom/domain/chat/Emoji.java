package io.clubroom.domain.chat;

/** An emoji of a reaction. */
public record Emoji(String value) {
    @Override
    public String toString() {
        return value;
    }
}
