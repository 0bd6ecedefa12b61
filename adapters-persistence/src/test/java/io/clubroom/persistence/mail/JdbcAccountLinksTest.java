package io.clubroom.persistence.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.mail.AccountLinksContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcAccountLinksTest implements AccountLinksContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public AccountLinks links() {
        return STORE.node().accountLinks();
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
