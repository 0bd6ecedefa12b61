package io.clubroom.domain.password;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requester on whose behalf the current thread hashes passwords. A {@link PasswordHasher} divides its queue equally among addresses and
 * among users.
 *
 * @param address identifies the client's address or network
 * @param user the id of the signed-in user; null for a login, because anyone can try to log in as anyone
 */
public record HashRequester(String address, @Nullable UUID user) {
    private static final ScopedValue<HashRequester> CURRENT = ScopedValue.newInstance();
    private static final HashRequester SERVER = new HashRequester("", null);

    /** The requester that the current thread {@linkplain #call works for}, or one that stands for the server itself. */
    public static HashRequester current() {
        return CURRENT.orElse(SERVER);
    }

    /** Runs the work on behalf of this requester. */
    public <R> R call(Supplier<R> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }
}
