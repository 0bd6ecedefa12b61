package io.clubroom.domain.validation;

import java.util.List;

/** Thrown for invalid input, with the errors of all its fields in order. */
public final class InvalidInput extends RuntimeException {
    private final List<InvalidValue> faults;

    public InvalidInput(List<InvalidValue> faults) {
        super(String.join("; ", faults.stream().map(InvalidValue::getMessage).toList()), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<InvalidValue> faults() {
        return faults;
    }
}
