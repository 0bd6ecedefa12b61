package io.clubroom.memory.factor;

import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.user.UserId;
import java.util.Set;

/** Second factors in memory. */
public final class InMemorySecondFactors implements SecondFactors {
    @Override
    public Set<SecondFactor> of(UserId user) {
        return Set.of();
    }
}
