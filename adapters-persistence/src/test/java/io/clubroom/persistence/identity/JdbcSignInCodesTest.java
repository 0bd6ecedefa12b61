package io.clubroom.persistence.identity;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.identity.SignInCodesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcSignInCodesTest implements SignInCodesContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public SignInCodes codes() {
        return STORE.node().signInCodes();
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
