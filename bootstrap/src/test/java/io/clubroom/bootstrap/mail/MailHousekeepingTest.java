package io.clubroom.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.Outbox.Attempt;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.mail.InMemoryAccountLinks;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.mail.MailFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MailHousekeepingTest {
    private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

    private final TestClock clock = new TestClock(NOW);
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryOutbox outbox = new InMemoryOutbox(transactions, users);
    private final InMemoryAccountLinks links = new InMemoryAccountLinks(transactions, users, clock);
    private final MailHousekeeping housekeeping = new MailHousekeeping(outbox, links, clock);

    private OutgoingMail sent(Instant createdAt) {
        OutgoingMail mail = MailFixture.mail().createdAt(createdAt).build();
        outbox.add(mail);
        outbox.attemptNext(NOW, _ -> new Attempt.Sent(NOW));
        return mail;
    }

    private AccountLink link(User user, String token, Instant expiresAt) {
        AccountLink link =
                new AccountLink(SecretHash.of(token), Purpose.RESET, user.id(), user.email(), null, 0, NOW, expiresAt);
        links.add(link);
        return link;
    }

    @Test
    void removes_mails_after_30_days() {
        OutgoingMail old = sent(NOW.minus(Duration.ofDays(30)).minusMillis(1));
        OutgoingMail kept = sent(NOW.minus(Duration.ofDays(30)));

        housekeeping.removeOldMails();

        assertThat(outbox.find(old.id())).isEmpty();
        assertThat(outbox.find(kept.id())).isPresent();
    }

    @Test
    void removes_expired_links() {
        User user = UserFixture.user().build();
        users.add(user);
        AccountLink old = link(user, "old", NOW.minusMillis(1));
        AccountLink current = link(user, "current", NOW);

        housekeeping.removeExpiredLinks();

        assertThat(links.find(old.token(), Purpose.RESET)).isEmpty();
        assertThat(links.find(current.token(), Purpose.RESET)).isPresent();
    }
}
