package io.clubroom.bootstrap.mail;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.mail.DeliverMails;
import io.clubroom.application.mail.LinkCodes;
import io.clubroom.application.mail.ProcessLinkRequest;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendMail;
import io.clubroom.application.mail.UnsubscribeTokens;
import io.clubroom.bootstrap.settings.MailSettings;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.mail.LinkRequests.LinkRequest;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Mailer;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.User;
import io.clubroom.mail.MailFrom;
import io.clubroom.mail.SmtpServer;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryAbsences;
import io.clubroom.memory.chat.InMemoryNotices;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
import io.clubroom.memory.mail.InMemoryAccountLinks;
import io.clubroom.memory.mail.InMemoryLinkRequests;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.mail.MailFixture;
import io.clubroom.testkit.user.UserFixture;
import io.clubroom.web.health.HealthCheck.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class MailSendersTest {
    private static final Mailer.Outcome SENT = new Mailer.Outcome.Sent();
    private static final KeyedHash HASH = (purpose, text) -> SecretHash.of(purpose + text);

    private final InstantSource clock = Clock.systemUTC();
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryAbsences absences = new InMemoryAbsences(rooms, users);
    private final InMemoryNotices notices = new InMemoryNotices(
            rooms, new InMemoryVisibleRooms(rooms, users), new InMemoryRoomReads(rooms, users), users);
    private final InMemoryOutbox outbox = new InMemoryOutbox(transactions, users);
    private final InMemoryLinkRequests requests = new InMemoryLinkRequests(transactions);
    private final InMemoryAccountLinks links = new InMemoryAccountLinks(transactions, users, clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MailMetrics metrics = new MailMetrics(meters, outbox, clock);
    private final MailCheck check = new MailCheck(settings(true));
    private final MailBells bells = new MailBells();

    private final List<OutgoingMail> sent = new CopyOnWriteArrayList<>();
    private final Map<Thread, List<Long>> attempts = new ConcurrentHashMap<>();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final CountDownLatch hangsUntil = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger outages = new AtomicInteger();
    private volatile Mailer.Outcome outcome = SENT;

    private final MailSenders senders = new MailSenders(deliverMails(), processLinkRequest(), bells, metrics, check);

    private static MailSettings settings(boolean server) {
        return new MailSettings(
                server
                        ? Optional.of(new SmtpServer("localhost", 25, SmtpServer.Encryption.NEVER, null, null))
                        : Optional.empty(),
                Path.of("mail"),
                MailFrom.parse("club@example.com"),
                Optional.empty());
    }

    private DeliverMails deliverMails() {
        UnsubscribeTokens tokens = new UnsubscribeTokens(HASH);
        return new DeliverMails(outbox, users, absences, notices, this::send, clock, tokens, this::publicUrl);
    }

    private ProcessLinkRequest processLinkRequest() {
        SendMail sendMail = new SendMail(
                transactions, outbox, (kind, _) -> kind.text(), clock, UUID::randomUUID, bells::mailsAdded);
        LinkCodes codes = new LinkCodes(HASH, () -> 1);
        SendLink sendLink = new SendLink(
                links, sendMail, codes, clock, () -> UUID.randomUUID().toString(), () -> "");
        return new ProcessLinkRequest(transactions, requests, users, sendLink);
    }

    private Mailer.Outcome send(OutgoingMail mail) {
        if (hanging.contains(mail.to().value())) {
            underWay.incrementAndGet();
            pass(hangsUntil);
        }
        sent.add(mail);
        attempts.computeIfAbsent(Thread.currentThread(), _ -> new CopyOnWriteArrayList<>())
                .add(System.nanoTime());
        return outcome;
    }

    /** How long after its first mail a thread has sent its second. */
    private Duration rest() {
        List<Long> times = await().until(
                        () -> attempts.values().stream()
                                .filter(each -> each.size() > 1)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        return Duration.ofNanos(times.get(1) - times.get(0));
    }

    /** Asked for within an attempt. */
    private String publicUrl() {
        if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new Unavailable(Unavailable.What.DATABASE, Duration.ofSeconds(1), "on purpose", null);
        }
        return "";
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private OutgoingMail stored(String to) {
        OutgoingMail mail = MailFixture.mail().to(to).createdAt(clock.instant()).build();
        outbox.add(mail);
        return mail;
    }

    private void awaitSent(int mails) {
        await().untilAsserted(() -> assertThat(sent).hasSize(mails));
    }

    private double count(MailKind kind, String outcome) {
        return meters.find("clubroom.mails").tags("kind", kind.text(), "outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @AfterEach
    void stop() throws InterruptedException {
        hangsUntil.countDown();
        senders.stop();
    }

    @Test
    void mails_of_this_node_and_of_others_are_sent_and_counted() {
        stored("before@example.com");
        senders.start();
        awaitSent(1);
        stored("signalled@example.com");
        bells.mailsAdded();
        awaitSent(2);

        stored("left-by-another-node@example.com");
        awaitSent(3);

        await().until(() -> count(MailKind.WELCOME, "sent") == 3);
        assertThat(check.state()).isEqualTo(State.UP);
    }

    @Test
    void asking_for_a_mail_sends_it() {
        User user = UserFixture.user().build();
        users.add(user);
        senders.start();

        requests.add(new LinkRequest(user.email(), Purpose.RESET, clock.instant()));
        bells.mailsAdded();

        awaitSent(1);
        assertThat(sent.getFirst().kind()).isEqualTo(MailKind.PASSWORD_RESET);
    }

    @Test
    void mails_that_hang_hold_up_no_others_while_a_thread_is_left() {
        for (int i = 1; i < MailSenders.SENDERS; i++) {
            String address = "hangs" + i + "@example.com";
            hanging.add(address);
            stored(address);
        }
        senders.start();
        await().until(() -> underWay.get() == MailSenders.SENDERS - 1);

        for (int i = 0; i < 20; i++) {
            stored("user" + i + "@example.com");
            bells.mailsAdded();
        }

        awaitSent(20);
        hangsUntil.countDown();
        awaitSent(20 + MailSenders.SENDERS - 1);
    }

    @Test
    void many_mails_leave_the_processors_to_requests() {
        storeMany();
        senders.start();

        assertThat(rest()).isGreaterThanOrEqualTo(MailSenders.REST_AFTER_MAIL);
    }

    @Test
    void a_mail_server_that_is_down_is_not_asked_for_each_mail() {
        outcome = new Mailer.Outcome.Deferred("connection refused", true);
        storeMany();
        senders.start();

        assertThat(rest()).isGreaterThanOrEqualTo(MailSenders.REST_AFTER_FAILURE);
    }

    private void storeMany() {
        for (int i = 0; i < 2 * MailSenders.SENDERS; i++) {
            stored("user" + i + "@example.com");
        }
    }

    @Test
    void what_is_being_sent_ends_before_the_stop_and_nothing_more_is_begun() {
        hanging.add("hangs@example.com");
        OutgoingMail first = stored("hangs@example.com");
        senders.start();
        await().until(() -> underWay.get() == 1);

        Rival<Boolean> stop = Rival.start(() -> {
            try {
                senders.stop();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return true;
        });
        stop.assertHeldBack();
        OutgoingMail second = stored("late@example.com");
        hangsUntil.countDown();

        assertThat(stop.result()).isTrue();
        assertThat(outbox.find(first.id()).orElseThrow().status()).isEqualTo(MailStatus.SENT);
        assertThat(outbox.find(second.id()).orElseThrow().status()).isEqualTo(MailStatus.QUEUED);
    }

    @Test
    void an_outage_of_the_database_is_waited_out() {
        outages.set(3);
        OutgoingMail mail = stored("user@example.com");
        senders.start();

        await().untilAsserted(() ->
                assertThat(outbox.find(mail.id()).orElseThrow().status()).isEqualTo(MailStatus.SENT));
        assertThat(outbox.find(mail.id()).orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    void the_mail_server_is_down_after_three_attempts_that_failed_because_of_it() {
        senders.start();
        outcome = new Mailer.Outcome.Deferred("connection refused", true);
        for (int i = 1; i <= 3; i++) {
            assertThat(check.state()).isEqualTo(State.UP);
            stored("user" + i + "@example.com");
            bells.mailsAdded();
            int expected = i;
            await().until(() -> count(MailKind.WELCOME, "retried") == expected);
        }
        await().until(() -> check.state() == State.DOWN);

        outcome = new Mailer.Outcome.Refused("550 no such user");
        stored("nobody@example.com");
        bells.mailsAdded();

        await().until(() -> count(MailKind.WELCOME, "failed") == 1);
        await().until(() -> check.state() == State.UP);
        assertThat(check.isRequired()).isFalse();
    }

    @Test
    void without_a_mail_server_the_check_is_off() {
        MailCheck off = new MailCheck(settings(false));
        for (int i = 0; i < 3; i++) {
            off.note(DeliverMails.Server.FAILS);
        }

        assertThat(off.state()).isEqualTo(State.OFF);
        assertThat(off.name()).isEqualTo("mail");
    }

    @Test
    void shows_how_many_mails_wait_and_how_long() {
        assertThat(meters.get("clubroom.mail.oldest").gauge().value()).isZero();
        outbox.add(
                MailFixture.mail().createdAt(clock.instant().minusSeconds(60)).build());
        stored("user@example.com");

        metrics.refresh();

        assertThat(meters.get("clubroom.mails.queued").gauge().value()).isEqualTo(2);
        assertThat(meters.get("clubroom.mail.oldest").gauge().value()).isBetween(60.0, 120.0);
    }
}
