package io.clubroom.persistence.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.Outbox.Announcement;
import io.clubroom.domain.mail.Outbox.Attempt;
import io.clubroom.domain.mail.Outbox.Audience;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.mail.MailFixture;
import io.clubroom.testkit.mail.OutboxContract;
import io.clubroom.testkit.user.UserFixture;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    private static String value(String query) throws SQLException {
        return Sql.value(STORE.database(), query);
    }

    private void send(Instant now) {
        outbox().attemptNext(now, _ -> new Attempt.Sent(now));
    }

    @Test
    void what_a_mail_says_is_encrypted_and_removed_once_it_is_sent() throws Exception {
        OutgoingMail mail = MailFixture.mail().build();
        outbox().add(mail);
        String row = "SELECT encode(content, 'escape') || mails::text FROM mails";

        assertThat(value(row)).doesNotContain("token=" + mail.id(), "O'Neil");
        assertThat(value("SELECT count(*) FROM mails WHERE content IS NOT NULL"))
                .isEqualTo("1");
        send(NOW);
        assertThat(value("SELECT count(*) FROM mails WHERE content IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    void an_announcement_is_stored_once_encrypted_and_removed_when_no_mail_needs_it() throws Exception {
        users().add(UserFixture.user().build());
        users().add(UserFixture.user().build());
        outbox().announce(new Announcement("Hello", "a secret party"), new Audience.Everybody(), NOW);
        assertThat(value("SELECT encode(content, 'escape') FROM announcements")).doesNotContain("secret");
        assertThat(value("SELECT count(*) FROM mails WHERE content IS NOT NULL"))
                .isEqualTo("0");

        send(NOW);
        outbox().removeOld(NOW);
        assertThat(value("SELECT count(*) FROM announcements")).isEqualTo("1");
        send(NOW);
        outbox().removeOld(NOW);

        assertThat(value("SELECT count(*) FROM announcements")).isEqualTo("0");
    }

    @Test
    void announces_to_more_users_than_a_statement_takes() throws Exception {
        Sql.execute(STORE.database(), """
            INSERT INTO users (username, email, full_name)
            SELECT 'user' || i, 'user' || i || '@example.com', 'User' FROM generate_series(1, 4001) AS i
            """);

        assertThat(outbox().announce(new Announcement("Hello", "there"), new Audience.Everybody(), NOW))
                .isEqualTo(4001);

        assertThat(value("SELECT count(DISTINCT user_id) || ' ' || count(DISTINCT recipient) FROM mails"))
                .isEqualTo("4001 4001");
    }

    @Test
    void the_transaction_of_an_attempt_may_wait_longer_than_others() {
        outbox().add(MailFixture.mail().build());
        List<String> limits = new ArrayList<>();

        outbox().attemptNext(NOW, _ -> {
            limits.add(STORE.node().setting("idle_in_transaction_session_timeout"));
            return SENT;
        });
        limits.add(transactions().call(() -> STORE.node().setting("idle_in_transaction_session_timeout")));

        assertThat(limits).containsExactly("1min", "10s");
    }

    /** Whatever waits, a look for a due mail reads one entry of the index. */
    @Test
    void finding_the_next_mail_reads_hardly_anything_of_a_full_outbox() throws Exception {
        Sql.execute(STORE.database(), """
            INSERT INTO mails (id, kind, recipient, subject, status, urgency, attempts, created_at, next_attempt_at)
            SELECT gen_random_uuid(), 'welcome', 'a@example.com', 'Hello', CASE i % 4 WHEN 0 THEN 'sent' ELSE 'queued' END,
                   i % 2, 0, now(), now() + CASE i % 4 WHEN 1 THEN '1 day' ELSE '-1 day' END::interval
            FROM generate_series(1, 20000) AS i
            """, "ANALYZE mails");

        for (int urgency = 0; urgency <= 1; urgency++) {
            String plan = String.join("\n", Sql.column(STORE.database(), """
                EXPLAIN (ANALYZE, BUFFERS) SELECT id FROM mails mail
                WHERE mail.status = 'queued' AND mail.urgency = %d AND mail.next_attempt_at <= now()
                ORDER BY mail.next_attempt_at LIMIT 1 FOR UPDATE OF mail SKIP LOCKED
                """.formatted(urgency)));
            assertThat(plan).contains("Index Scan using mails_due_idx").doesNotContain("Rows Removed");
        }
    }
}
