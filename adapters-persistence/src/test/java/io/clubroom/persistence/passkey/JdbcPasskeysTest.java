package io.clubroom.persistence.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.passkey.PasskeysContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPasskeysTest implements PasskeysContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Passkeys passkeys() {
        return STORE.node().passkeys();
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
