package io.clubroom.persistence.identity;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.identity.UserIdentitiesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcUserIdentitiesTest implements UserIdentitiesContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public UserIdentities identities() {
        return STORE.node().identities();
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
