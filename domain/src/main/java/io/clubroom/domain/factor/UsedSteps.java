package io.clubroom.domain.factor;

/**
 * The latest steps of a {@link TotpSecret} whose codes were used.
 *
 * @param newest the newest of them
 * @param before bits for earlier steps that were used: bit 0 for the one just before {@code newest}, bit 1 for the one before that. Codes
 *     of still earlier steps are not accepted any more, because {@code newest} may be one step ahead of the time at most
 */
public record UsedSteps(long newest, int before) {
    /** No code was used. */
    public static final UsedSteps NONE = new UsedSteps(-1, 0);

    private static final int REMEMBERED = 2;

    public UsedSteps {
        before &= (1 << REMEMBERED) - 1;
    }

    /** Whether the code of the step was used, or is too old to be known. */
    boolean contains(long step) {
        long age = newest - step;
        return age == 0 || age > REMEMBERED || (age > 0 && (before >> (age - 1) & 1) == 1);
    }

    UsedSteps with(long step) {
        if (step <= newest) {
            return new UsedSteps(newest, before | (1 << (newest - step - 1)));
        }
        long ahead = step - newest;
        // The newest one is now this many steps back.
        return new UsedSteps(step, ahead > REMEMBERED ? 0 : ((before << 1) | 1) << (ahead - 1));
    }
}
