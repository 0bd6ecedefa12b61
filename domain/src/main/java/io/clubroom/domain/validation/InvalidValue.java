package io.clubroom.domain.validation;

/** A value that is refused: names the field as clients spell it and gives the reason as a sentence they may read. */
public final class InvalidValue extends RuntimeException {
    private final String field;
    private final String reason;

    public InvalidValue(String field, String reason) {
        // No stack trace: this is an answer to the client, not a fault of the program.
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
