package io.clubroom.memory.user;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.user.CaseFolding;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.NameClaims;
import io.clubroom.domain.user.Username;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Name claims of one process. */
public final class InMemoryNameClaims implements NameClaims {
    /** The maximum number of registrations that hold or wait for the same name. */
    static final int MAX_CLAIMS = 1_000;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final class Claim {
        private final Semaphore turn = new Semaphore(1);
        /** Registrations that hold or wait for the name; accessed only inside {@link ConcurrentMap#compute}. */
        private int claims;
    }

    /** Held names, folded. */
    private final ConcurrentMap<Record, Claim> names = new ConcurrentHashMap<>();

    /** @throws Unavailable if {@value #MAX_CLAIMS} registrations already hold or wait for one of the names */
    @Override
    public <R> R hold(Username username, Email email, Supplier<R> work) {
        // The username always comes first, so two registrations cannot deadlock.
        return hold(
                new Username(CaseFolding.fold(username.value())),
                () -> hold(new Email(CaseFolding.fold(email.value())), work));
    }

    private <R> R hold(Record name, Supplier<R> work) {
        Claim claim = enter(name);
        try {
            claim.turn.acquireUninterruptibly();
            try {
                return work.get();
            } finally {
                claim.turn.release();
            }
        } finally {
            leave(name);
        }
    }

    private Claim enter(Record name) {
        return Objects.requireNonNull(names.compute(name, (_, known) -> {
            Claim claim = known == null ? new Claim() : known;
            if (claim.claims == MAX_CLAIMS) {
                throw new Unavailable(
                        Unavailable.What.CAPACITY, RETRY_AFTER, "too many registrations with the same name", null);
            }
            claim.claims++;
            return claim;
        }));
    }

    private void leave(Record name) {
        names.computeIfPresent(name, (_, claim) -> --claim.claims == 0 ? null : claim);
    }

    /** The number of names held or waited for. */
    int size() {
        return names.size();
    }
}
