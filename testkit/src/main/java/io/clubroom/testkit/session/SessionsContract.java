package io.clubroom.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link Sessions}, and of {@link Transactions} with an actor who has a session. The store is empty when a test begins. */
public interface SessionsContract {
    Instant NOW = Instant.parse("2025-03-06T22:05:39.123456Z");
    int MANY = 100;
    Device DEVICE = new Device("2001:db8::7", "Mozilla/5.0 (X11; Linux x86_64)");

    Sessions sessions();

    Users users();

    Transactions transactions();

    private User storedUser() {
        User user = UserFixture.user().tokenVersion(3).build();
        users().add(user);
        return user;
    }

    private static Session session(User user, Instant createdAt) {
        return new Session(
                new SessionId(UUID.randomUUID()),
                user.id(),
                user.tokenVersion(),
                user.tokenVersion() - 1,
                SignInMethod.PASSWORD,
                Set.of(AuthenticationMethod.PWD, AuthenticationMethod.OTP),
                createdAt.plusMillis(1),
                DEVICE,
                createdAt,
                createdAt.plus(Duration.ofMinutes(5)),
                createdAt.plus(Duration.ofDays(30)),
                createdAt.plus(Duration.ofDays(1)));
    }

    private Session stored(User user, Instant createdAt) {
        Session session = session(user, createdAt);
        sessions().add(session, MANY);
        return session;
    }

    private static Actor bearer(User user, Session session) {
        return new Actor.SignedIn(
                user.id(), user.role(), user.tokenVersion(), session.id(), session.authenticatedAt(), false);
    }

    @Test
    default void finds_a_session_with_every_field() {
        Session session = stored(storedUser(), NOW);

        assertThat(sessions().find(session.id())).contains(session);
        assertThat(sessions().find(new SessionId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    default void finds_a_session_of_an_unknown_device() {
        User user = storedUser();
        Session session = Session.opened(
                new SessionId(UUID.randomUUID()),
                user,
                SignInMethod.PASSKEY,
                Set.of(AuthenticationMethod.HWK),
                Device.UNKNOWN,
                NOW,
                Duration.ofDays(1));
        sessions().add(session, MANY);

        assertThat(sessions().find(session.id())).contains(session);
    }

    @Test
    default void stores_nothing_for_a_removed_user() {
        User user = storedUser();
        users().remove(user.id());
        Session session = session(user, NOW);

        assertThat(sessions().add(session, MANY)).isFalse();
        assertThat(sessions().find(session.id())).isEmpty();
    }

    @Test
    default void a_user_has_no_more_sessions_than_asked_for() {
        User user = storedUser();
        Session first = session(user, NOW);
        Session second = session(user, NOW);
        Session third = session(user, NOW);
        stored(storedUser(), NOW);

        assertThat(sessions().add(first, 2)).isTrue();
        assertThat(sessions().add(second, 2)).isTrue();
        assertThat(sessions().add(third, 2)).isFalse();
        assertThat(sessions().list(user.id(), 0)).containsExactlyInAnyOrder(first, second);
        assertThat(sessions().add(third, 3)).isTrue();
    }

    @Test
    default void lists_the_sessions_of_a_user_newest_first() {
        User user = storedUser();
        Session second = stored(user, NOW.plusSeconds(1));
        Session first = stored(user, NOW);
        Session third = stored(user, NOW.plusSeconds(2));
        stored(storedUser(), NOW);

        assertThat(sessions().list(user.id(), 0)).containsExactly(third, second, first);
        assertThat(sessions().list(user.id(), 2)).containsExactly(first);
        assertThat(sessions().list(user.id(), 3)).isEmpty();
    }

    @Test
    default void updates_a_session() {
        User user = storedUser();
        Session session = stored(user, NOW);
        Session changed = session.continued(user, Device.UNKNOWN, NOW.plus(Duration.ofDays(2)), Duration.ofDays(1))
                .reauthenticated(Set.of(AuthenticationMethod.SWK), NOW.plus(Duration.ofDays(2)));

        sessions().update(changed);

        assertThat(sessions().find(session.id())).contains(changed);
    }

    @Test
    default void updating_a_removed_session_does_nothing() {
        Session session = session(storedUser(), NOW);

        sessions().update(session);

        assertThat(sessions().find(session.id())).isEmpty();
    }

    @Test
    default void removes_a_session_and_no_other() {
        User user = storedUser();
        Session session = stored(user, NOW);
        Session bystander = stored(user, NOW);

        sessions().remove(session.id());
        sessions().remove(new SessionId(UUID.randomUUID()));

        assertThat(sessions().list(user.id(), 0)).containsExactly(bystander);
    }

    @Test
    default void removes_all_sessions_of_a_user_but_one() {
        User user = storedUser();
        stored(user, NOW);
        Session kept = stored(user, NOW);
        Session bystander = stored(storedUser(), NOW);

        sessions().removeAll(user.id(), kept.id());
        assertThat(sessions().list(user.id(), 0)).containsExactly(kept);

        sessions().removeAll(user.id(), null);
        assertThat(sessions().list(user.id(), 0)).isEmpty();
        assertThat(sessions().find(bystander.id())).contains(bystander);
    }

    @Test
    default void removes_the_sessions_of_a_user_with_the_user() {
        User user = storedUser();
        Session session = stored(user, NOW);
        Session bystander = stored(storedUser(), NOW);

        users().remove(user.id());

        assertThat(sessions().find(session.id())).isEmpty();
        assertThat(sessions().find(bystander.id())).contains(bystander);
    }

    @Test
    default void remembers_the_latest_use() {
        User user = storedUser();
        Session used = stored(user, NOW);
        Session usedLater = stored(user, NOW.plus(Duration.ofHours(1)));
        Session unused = stored(user, NOW);
        Instant minute = NOW.plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MINUTES);

        sessions().used(Set.of(used.id(), usedLater.id(), new SessionId(UUID.randomUUID())), minute);

        assertThat(sessions().find(used.id())).contains(used.used(minute));
        assertThat(sessions().find(usedLater.id())).contains(usedLater);
        assertThat(sessions().find(unused.id())).contains(unused);
    }

    @Test
    default void removes_what_expired_before_the_given_time() {
        User user = storedUser();
        Session before = stored(user, NOW);
        Session then = stored(user, NOW.plus(1, ChronoUnit.MICROS));

        sessions().removeExpired(then.expiresAt());

        assertThat(sessions().find(before.id())).isEmpty();
        assertThat(sessions().find(then.id())).contains(then);
    }

    @Test
    default void a_rollback_undoes_everything() {
        User user = storedUser();
        Session session = stored(user, NOW);
        Session added = session(user, NOW);
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    sessions().add(added, MANY);
                    sessions().used(Set.of(session.id()), NOW.plus(Duration.ofDays(1)));
                    sessions().removeAll(user.id(), null);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(sessions().list(user.id(), 0)).containsExactly(session);
    }

    @Test
    default void the_bearer_of_a_sessions_token_may_make_changes() {
        User user = storedUser();
        Session session = stored(user, NOW);

        assertThat(transactions().call(bearer(user, session), () -> "done")).isEqualTo("done");
    }

    @Test
    default void the_bearer_of_an_ended_sessions_token_may_not() {
        User user = storedUser();
        User other = storedUser();
        Session session = stored(user, NOW);
        Session ended = session(user, NOW);
        Session othersSession = stored(other, NOW);

        for (Session none : new Session[] {ended, othersSession}) {
            assertThatThrownBy(() -> transactions().call(bearer(user, none), () -> "done"))
                    .isInstanceOf(ActorEnded.class);
        }
        User changed = transactions().call(() -> {
            users().lock(user.id());
            users().update(user.withTokensEnded());
            return user.withTokensEnded();
        });
        assertThatThrownBy(() -> transactions().call(bearer(user, session), () -> "done"))
                .isInstanceOf(ActorEnded.class);
        sessions().update(session.spared(changed));
        assertThat(transactions().call(bearer(user, session), () -> "done")).isEqualTo("done");
    }

    @Test
    default void the_bearer_of_a_token_from_before_the_sessions_new_password_may_not() {
        User user = storedUser();
        Session session = stored(user, NOW);
        User changed = transactions().call(() -> {
            users().lock(user.id());
            users().update(user.withTokensEnded());
            return user.withTokensEnded();
        });
        Session continued = session.continued(changed, DEVICE, NOW, Duration.ofDays(1));
        sessions().update(continued);

        assertThat(transactions().call(bearer(changed, continued), () -> "done"))
                .isEqualTo("done");
        assertThatThrownBy(() -> transactions().call(bearer(user, session), () -> "done"))
                .isInstanceOf(ActorEnded.class);
    }

    @Test
    default void a_session_ends_before_or_after_a_change_of_its_bearer() {
        User user = storedUser();
        Session session = stored(user, NOW);

        Rival<Boolean> end = transactions().call(bearer(user, session), () -> {
            Rival<Boolean> rival = Rival.start(() -> transactions().call(() -> {
                users().lockExclusively(user.id());
                sessions().remove(session.id());
                return true;
            }));
            rival.assertHeldBack();
            return rival;
        });

        assertThat(end.result()).isTrue();
        assertThatThrownBy(() -> transactions().call(bearer(user, session), () -> "done"))
                .isInstanceOf(ActorEnded.class);
    }
}
