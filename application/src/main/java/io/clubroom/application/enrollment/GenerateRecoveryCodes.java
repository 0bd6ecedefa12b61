package io.clubroom.application.enrollment;

import io.clubroom.domain.factor.RandomBytes;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.RecoveryCodeHasher;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.RecoverySalt;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** Generates recovery codes for a user, without storing them. */
public final class GenerateRecoveryCodes {
    /**
     * New codes.
     *
     * @param codes the codes to show to the user, once
     * @param hashed the hashes to store
     */
    public record Generated(List<RecoveryCode> codes, RecoveryCodes.Hashed hashed) {}

    private final RecoveryCodeHasher hasher;
    private final RandomBytes random;
    private final InstantSource clock;

    public GenerateRecoveryCodes(RecoveryCodeHasher hasher, RandomBytes random, InstantSource clock) {
        this.hasher = hasher;
        this.random = random;
        this.clock = clock;
    }

    /** Computes a slow hash of each code, so it must not be called with a lock held. */
    public Generated generate() {
        List<RecoveryCode> codes = RecoveryCode.random(random);
        RecoverySalt salt = RecoverySalt.random(random);
        return new Generated(
                codes,
                new RecoveryCodes.Hashed(
                        salt,
                        codes.stream().map(code -> hasher.hash(code, salt)).collect(Collectors.toSet()),
                        clock.instant()));
    }
}
