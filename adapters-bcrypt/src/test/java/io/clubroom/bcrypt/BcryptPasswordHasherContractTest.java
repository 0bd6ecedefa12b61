package io.clubroom.bcrypt;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.testkit.password.PasswordHasherContract;
import org.junit.jupiter.api.AfterAll;

class BcryptPasswordHasherContractTest implements PasswordHasherContract {
    private static final BcryptPasswordHasher HASHER = new BcryptPasswordHasher(4, 2, 16);

    @AfterAll
    static void close() {
        HASHER.close();
    }

    @Override
    public PasswordHasher hasher() {
        return HASHER;
    }

    @Override
    public PasswordHash outdatedHash() {
        return new PasswordHash("$2y$04$abcdefghijklmnopqrstuunniK.Ctp8u9XoQIQPYq40ffa7hG1Ux.");
    }
}
