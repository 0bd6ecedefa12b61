package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.UsedSteps;
import io.clubroom.domain.mail.Outbox.Announcement;
import io.clubroom.domain.mail.Outbox.Attempt;
import io.clubroom.domain.mail.Outbox.Audience;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.mail.MailFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts with other keys than those that stored mails were encrypted with. */
class SealedContentsTest {
    private static final Instant NOW = MailFixture.CREATED_AT;
    private static final byte[] OLD = key(1);
    private static final byte[] NEW = key(2);

    private static final Totp TOTP = new Totp(new TotpSecret(new byte[20]), new UsedSteps(7, 1), NOW);

    private DatabaseUrl database;

    @BeforeEach
    void createDatabase() throws Exception {
        database = TestDatabase.migrated();
    }

    private static byte[] key(int number) {
        byte[] key = new byte[EncryptionKeys.BYTES];
        Arrays.fill(key, (byte) number);
        return key;
    }

    private void withKeys(byte[] current, Optional<byte[]> previous, Consumer<Node> work) {
        try (Node node = Node.on(database, 2, new EncryptionKeys(current, previous))) {
            work.accept(node);
        }
    }

    private static UserId user(Node node) {
        User user = UserFixture.user().build();
        node.users().add(user);
        return user.id();
    }

    private static void announce(Node node) {
        node.users().add(UserFixture.user().build());
        node.outbox().announce(new Announcement("Hello", "there"), new Audience.Everybody(), NOW);
    }

    private static List<Map<String, String>> sentBy(Node node) {
        List<Map<String, String>> sent = new ArrayList<>();
        while (node.outbox()
                .attemptNext(NOW, due -> {
                    sent.add(due.mail().variables());
                    return new Attempt.Sent(NOW);
                })
                .isPresent()) {}
        return sent;
    }

    private void assertRefusesToStart() {
        assertThatThrownBy(() -> withKeys(NEW, Optional.of(key(3)), _ -> {}))
                .rootCause()
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage("ENCRYPTION_KEY is not the key that stored data was encrypted with; start with that key, or"
                        + " set ENCRYPTION_KEY_PREVIOUS to it.");
    }

    @Test
    void a_node_without_the_key_of_a_queued_mail_does_not_start() {
        withKeys(
                OLD,
                Optional.empty(),
                node -> node.outbox().add(MailFixture.mail().build()));

        assertRefusesToStart();
    }

    @Test
    void a_node_without_the_key_of_an_announcement_does_not_start() {
        withKeys(OLD, Optional.empty(), SealedContentsTest::announce);

        assertRefusesToStart();
    }

    @Test
    void a_node_without_the_key_of_an_authenticator_app_does_not_start() {
        withKeys(OLD, Optional.empty(), node -> node.totpSecrets().activate(user(node), TOTP));

        assertRefusesToStart();
    }

    @Test
    void any_key_will_do_while_nothing_is_stored() {
        withKeys(OLD, Optional.empty(), node -> {
            UserId user = user(node);
            node.totpSecrets().activate(user, TOTP);
            node.totpSecrets().remove(user);
            // It was not confirmed in time.
            node.totpSecrets().begin(user, TOTP);
            node.outbox().add(MailFixture.mail().build());
            announce(node);
            sentBy(node);
            node.outbox().removeOld(NOW);
        });

        assertThatCode(() -> withKeys(NEW, Optional.empty(), _ -> {})).doesNotThrowAnyException();
    }

    @Test
    void what_was_encrypted_with_the_previous_key_is_encrypted_anew() {
        OutgoingMail mail = MailFixture.mail().build();
        OutgoingMail failed = MailFixture.mail().build();
        AtomicReference<UserId> user = new AtomicReference<>();
        withKeys(OLD, Optional.empty(), node -> {
            node.outbox().add(failed);
            node.outbox().attemptNext(NOW, _ -> new Attempt.Failed("550 no"));
            node.outbox().add(mail);
            announce(node);
            user.set(user(node));
            node.totpSecrets().activate(user.get(), TOTP);
            node.totpSecrets()
                    .begin(user.get(), Totp.begun(TOTP.secret(), node.clock().instant()));
        });

        withKeys(NEW, Optional.of(OLD), _ -> {});

        withKeys(NEW, Optional.empty(), node -> {
            assertThat(node.totpSecrets().active(user.get())).contains(TOTP);
            assertThat(node.totpSecrets().pending(user.get(), NOW)).isPresent();
            node.outbox().retry(failed.id(), NOW);
            assertThat(sentBy(node))
                    .containsExactlyInAnyOrder(
                            mail.variables(), failed.variables(), Map.of("subject", "Hello", "text", "there"));
        });
    }

    @Test
    void a_mail_that_another_node_encrypted_with_a_key_not_known_here_is_left_to_others_for_an_hour() {
        OutgoingMail mail = MailFixture.mail().build();
        withKeys(
                OLD,
                Optional.empty(),
                old -> withKeys(NEW, Optional.empty(), node -> {
                    node.outbox().add(mail);
                    Instant now = NOW;
                    for (int i = 0; i < 12; i++) {
                        assertThat(old.outbox()
                                        .attemptNext(now, _ -> new Attempt.Sent(NOW))
                                        .orElseThrow()
                                        .attempt())
                                .isEqualTo(new Attempt.Retry(
                                        "encrypted with a key that this node does not have", now.plusSeconds(300)));
                        now = now.plusSeconds(300);
                    }

                    assertThat(old.outbox()
                                    .attemptNext(now, _ -> new Attempt.Sent(NOW))
                                    .orElseThrow()
                                    .attempt())
                            .isInstanceOf(Attempt.Failed.class);
                }));
    }
}
