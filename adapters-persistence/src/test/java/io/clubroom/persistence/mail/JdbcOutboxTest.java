package io.clubroom.persistence.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.mail.OutboxContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcOutboxTest implements OutboxContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Outbox outbox() {
        return STORE.node().outbox();
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
