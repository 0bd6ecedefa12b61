package io.clubroom.persistence.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.passkey.PasskeyChallengesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPasskeyChallengesTest implements PasskeyChallengesContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public PasskeyChallenges challenges() {
        return STORE.node().passkeyChallenges();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }
}
