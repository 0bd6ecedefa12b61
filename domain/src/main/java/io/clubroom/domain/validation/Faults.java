package io.clubroom.domain.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the errors of several values, to report them together. */
public final class Faults {
    private final List<InvalidValue> found = new ArrayList<>();

    /** Returns the value, or null if it is invalid, and remembers why. */
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
