package io.clubroom.application.enrollment;

import io.clubroom.domain.factor.RandomBytes;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.RecoveryCodeHasher;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.RecoverySalt;
import io.clubroom.domain.user.User;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** Gives a user new recovery codes; the old ones are void. */
public final class IssueRecoveryCodes {
    /** Shown to the user once: only their hashes are stored. */
    public record Issued(List<RecoveryCode> codes) {}

    private final RecoveryCodes codes;
    private final RecoveryCodeHasher hasher;
    private final RandomBytes random;
    private final InstantSource clock;

    public IssueRecoveryCodes(RecoveryCodes codes, RecoveryCodeHasher hasher, RandomBytes random, InstantSource clock) {
        this.codes = codes;
        this.hasher = hasher;
        this.random = random;
        this.clock = clock;
    }

    /** To be called in a transaction that holds the user's lock. */
    public Issued issue(User user) {
        List<RecoveryCode> issued = RecoveryCode.random(random);
        RecoverySalt salt = RecoverySalt.random(random);
        codes.replace(
                user.id(),
                new RecoveryCodes.Hashed(
                        salt,
                        issued.stream().map(code -> hasher.hash(code, salt)).collect(Collectors.toSet()),
                        clock.instant()));
        return new Issued(issued);
    }
}
