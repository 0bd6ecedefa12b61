package io.clubroom.domain.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with several values, so that all of it is reported at once. */
public final class Faults {
    private final List<InvalidValue> found = new ArrayList<>();

    /** The value, or null after noting why there is none. */
    public <T> @Nullable T collect(Supplier<? extends @Nullable T> value) {
        try {
            return value.get();
        } catch (InvalidValue fault) {
            found.add(fault);
            return null;
        }
    }

    /** Throws {@link InvalidInput} if anything was wrong. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInput(found);
        }
    }
}
