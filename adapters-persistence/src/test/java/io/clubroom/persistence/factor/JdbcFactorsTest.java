package io.clubroom.persistence.factor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.factor.PendingSignInsContract;
import io.clubroom.testkit.factor.RecoveryCodesContract;
import io.clubroom.testkit.factor.SecondFactorsContract;
import io.clubroom.testkit.factor.TotpSecretsContract;
import io.clubroom.testkit.factor.UserStore;
import io.clubroom.testkit.factor.WrongAnswersContract;
import io.clubroom.testkit.user.UserFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contracts of all stores of second factors, on one database. */
class JdbcFactorsTest {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private static Node node() {
        return STORE.node();
    }

    interface InPostgres extends UserStore {
        @Override
        default Users users() {
            return node().users();
        }

        @Override
        default Transactions transactions() {
            return node().transactions();
        }
    }

    @Nested
    class JdbcTotpSecretsTest implements TotpSecretsContract, InPostgres {
        @Override
        public TotpSecrets secrets() {
            return node().totpSecrets();
        }
    }

    @Test
    void the_encrypted_secret_of_a_user_is_not_accepted_as_that_of_another_one() throws Exception {
        User user = UserFixture.user().build();
        User other = UserFixture.user().build();
        node().users().add(user);
        node().users().add(other);
        node().totpSecrets().activate(user.id(), Totp.begun(new TotpSecret(new byte[20]), UserStore.NOW));

        Sql.execute(STORE.database(), "UPDATE totp_secrets SET user_id = '" + other.id() + "'");

        assertThatThrownBy(() -> node().totpSecrets().active(other.id())).hasMessageContaining("unreadable");
    }

    @Nested
    class JdbcRecoveryCodesTest implements RecoveryCodesContract, InPostgres {
        @Override
        public RecoveryCodes codes() {
            return node().recoveryCodes();
        }
    }

    @Nested
    class JdbcWrongAnswersTest implements WrongAnswersContract, InPostgres {
        @Override
        public WrongAnswers answers() {
            return node().wrongAnswers();
        }
    }

    @Nested
    class JdbcPendingSignInsTest implements PendingSignInsContract, InPostgres {
        @Override
        public PendingSignIns signIns() {
            return node().pendingSignIns();
        }
    }

    @Nested
    class JdbcSecondFactorsTest implements SecondFactorsContract, InPostgres {
        @Override
        public SecondFactors factors() {
            return node().secondFactors();
        }

        @Override
        public TotpSecrets secrets() {
            return node().totpSecrets();
        }

        @Override
        public Passkeys passkeys() {
            return node().passkeys();
        }

        @Override
        public RecoveryCodes codes() {
            return node().recoveryCodes();
        }
    }
}
