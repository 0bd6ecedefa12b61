package io.clubroom.domain.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the errors of several values, so that they are reported together. */
public final class Faults {
    private final List<InvalidValue> found = new ArrayList<>();

    /** Returns the value; if it is invalid, records the error and returns null. */
    public <T> @Nullable T collect(Supplier<? extends @Nullable T> value) {
        try {
            return value.get();
        } catch (InvalidValue fault) {
            found.add(fault);
            return null;
        }
    }

    /** Throws {@link InvalidInput} if any value was invalid. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInput(found);
        }
    }
}
