package io.clubroom.bootstrap.settings;

/** A setting that cannot be used; the message is one sentence that begins with the variable's name. */
public final class InvalidSetting extends RuntimeException {
    InvalidSetting(String variable, String reason) {
        super(variable + " " + reason + ".");
    }

    InvalidSetting(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
