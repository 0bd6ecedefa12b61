package io.clubroom.persistence.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.mail.LinkRequestsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcLinkRequestsTest implements LinkRequestsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public LinkRequests requests() {
        return STORE.node().linkRequests();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }
}
