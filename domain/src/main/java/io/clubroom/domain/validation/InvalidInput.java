package io.clubroom.domain.validation;

import java.util.List;

/** Input that is refused, with everything that is wrong with it, in the order of its fields. */
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
