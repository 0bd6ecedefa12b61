package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.passkey.InMemoryPasskeys;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.Logged;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.user.UserFixture;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone, because servers that other tests start in this process configure the log. */
@Isolated
class RelyingPartyCheckTest {
    private static final RelyingParty NEW_CLUB = new RelyingParty() {
        @Override
        public String id() {
            return "new-club.example";
        }

        @Override
        public Set<String> origins() {
            return Set.of("https://new-club.example");
        }
    };

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryPasskeys passkeys = new InMemoryPasskeys(transactions, users);

    @Test
    void starts_without_passkeys_of_others() {
        add(NEW_CLUB.id());

        assertThatCode(() -> RelyingPartyCheck.run(passkeys, NEW_CLUB, false)).doesNotThrowAnyException();
    }

    @Test
    void refuses_passkeys_of_others_with_a_sentence_that_names_both() {
        add("club.example");
        add(NEW_CLUB.id());

        assertThatThrownBy(() -> RelyingPartyCheck.run(passkeys, NEW_CLUB, false))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContainingAll("for club.example,", "for new-club.example,", "PASSKEY_RP_ID_CHANGED=accept")
                .hasMessageEndingWith(".");
    }

    @Test
    void logs_how_many_became_useless_if_the_operator_knows() {
        add("club.example");
        add("club.example");
        add(NEW_CLUB.id());

        try (Logged log = Logged.by(RelyingPartyCheck.class)) {
            RelyingPartyCheck.run(passkeys, NEW_CLUB, true);

            assertThat(log.events())
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .startsWith("2 passkeys for club.example are useless");
        }
        assertThat(passkeys.countOfOthers(NEW_CLUB.id())).as("they stay").isEqualTo(2);
    }

    private void add(String rpId) {
        User user = UserFixture.user().build();
        users.add(user);
        assertThat(passkeys.add(PasskeyFixture.of(user.id(), rpId, PasskeyFixture.CREATED_AT)))
                .isTrue();
    }
}
