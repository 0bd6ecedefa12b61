package io.clubroom.domain.validation;

/** Thrown for an invalid value. The field is named as in the API; the reason is shown to clients and follows the field in a sentence. */
public final class InvalidValue extends RuntimeException {
    private final String field;
    private final String reason;

    public InvalidValue(String field, String reason) {
        // No stack trace: this is a response to a client, not a bug.
        super(field + ": " + reason, null, false, false);
        this.field = field;
        this.reason = reason;
    }

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }
}
