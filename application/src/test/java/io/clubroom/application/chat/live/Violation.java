package io.clubroom.application.chat.live;

/** A promise of the chat is broken. */
final class Violation extends RuntimeException {
    Violation(String message) {
        super(message);
    }

    /** The message without numbers: the same for the same fault. */
    String kind() {
        return String.valueOf(getMessage()).replaceAll("\\[[^\\]]*\\]", "[]").replaceAll("[0-9]+", "0");
    }
}
