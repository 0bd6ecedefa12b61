package io.clubroom.bootstrap.settings;

/** A setting has an invalid value. The message is one sentence that starts with the variable's name. */
public final class InvalidSetting extends RuntimeException {
    InvalidSetting(String variable, String reason) {
        super(variable + " " + reason + ".");
    }

    InvalidSetting(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
