package io.clubroom.persistence.identity;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.identity.SignInAttemptsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcSignInAttemptsTest implements SignInAttemptsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public SignInAttempts attempts() {
        return STORE.node().signInAttempts();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }
}
