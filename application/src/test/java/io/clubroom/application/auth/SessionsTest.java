package io.clubroom.application.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.invitation.Invite;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.auth.ReauthenticationRequired;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Device LAPTOP = new Device("203.0.113.7", "Firefox");
    private static final Device PHONE = new Device("2001:db8::7", null);

    private static final Duration TICK = Duration.ofMillis(1);

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final User admin = club.join(UserFixture.admin());

    private OpenedSession signIn(User user, Device device) {
        OpenedSession opened =
                ((SignIn.Result.SignedIn) club.signIn.signIn(user.email(), Club.PASSWORD, device)).session();
        club.clock.advance(TICK);
        return opened;
    }

    private List<Session> sessions(User user) {
        return ((ListSessions.Result.Listed) club.listSessions.list(Club.as(user), user.id())).sessions();
    }

    /** Signs in, and returns the session. */
    private Session opened(User user, Device device) {
        signIn(user, device);
        return sessions(user).getFirst();
    }

    private Actor.SignedIn bearer(User user, Session session) {
        return new Actor.SignedIn(
                user.id(), user.role(), session.tokenVersion(), session.id(), session.authenticatedAt(), false);
    }

    private boolean isValid(Actor.SignedIn actor) {
        try {
            return club.transactions.call(actor, () -> !club.revocations.isRevoked(actor));
        } catch (ActorEnded ended) {
            assertThat(club.revocations.isRevoked(actor)).isTrue();
            return false;
        }
    }

    @Test
    void a_sign_in_opens_a_session() {
        OpenedSession opened = signIn(john, LAPTOP);

        Session session = sessions(john).getFirst();
        assertThat(session)
                .isEqualTo(new Session(
                        session.id(),
                        john.id(),
                        0,
                        0,
                        SignInMethod.PASSWORD,
                        Set.of(AuthenticationMethod.PWD),
                        Club.NOW,
                        LAPTOP,
                        Club.NOW,
                        Club.NOW.truncatedTo(ChronoUnit.MINUTES),
                        Club.NOW.plus(Duration.ofDays(30)),
                        Club.NOW.plus(Duration.ofHours(1))));
        assertThat(opened.accessToken().value()).contains("session " + session.id());
        assertThat(isValid(bearer(john, session))).isTrue();
    }

    @Test
    void refreshing_keeps_the_session_and_when_the_user_authenticated() {
        OpenedSession opened = signIn(john, LAPTOP);
        Session session = sessions(john).getFirst();
        club.clock.advance(Duration.ofDays(2));

        OpenedSession refreshed =
                ((RefreshSession.Result.Refreshed) club.refreshSession.refresh(opened.refreshToken(), PHONE)).session();

        Session continued = sessions(john).getFirst();
        assertThat(sessions(john)).hasSize(1);
        assertThat(refreshed.accessToken().value()).contains("session " + session.id());
        assertThat(continued.id()).isEqualTo(session.id());
        assertThat(continued.authenticatedAt()).isEqualTo(Club.NOW);
        assertThat(continued.createdAt()).isEqualTo(Club.NOW);
        assertThat(continued.device()).isEqualTo(PHONE);
        assertThat(continued.expiresAt())
                .isEqualTo(Club.NOW.plus(Duration.ofDays(32)).plus(TICK));
        assertThat(continued.lastUsedAt()).isAfter(session.lastUsedAt());
    }

    @Test
    void lists_ones_own_sessions_and_an_administrator_anybodys() {
        Session first = opened(john, LAPTOP);
        Session second = opened(john, PHONE);
        opened(admin, LAPTOP);

        assertThat(sessions(john)).containsExactly(second, first);
        assertThat(club.listSessions.list(Club.as(admin), john.id()))
                .isEqualTo(new ListSessions.Result.Listed(List.of(second, first)));
        assertThat(club.listSessions.list(Club.as(john), admin.id())).isEqualTo(new ListSessions.Result.NotAllowed());
        User unknown = UserFixture.user().build();
        assertThat(club.listSessions.list(Club.as(admin), unknown.id())).isEqualTo(new ListSessions.Result.NotFound());
    }

    @Test
    void lists_no_expired_session() {
        opened(john, LAPTOP);
        club.clock.advance(Duration.ofDays(30));

        assertThat(sessions(john)).isEmpty();
    }

    @Test
    void ending_a_session_ends_its_tokens_and_no_others() {
        OpenedSession tokens = signIn(john, LAPTOP);
        Session session = sessions(john).getFirst();
        Session other = opened(john, PHONE);

        assertThat(club.endSession.end(bearer(john, other), john.id(), session.id()))
                .isEqualTo(new EndSession.Result.Ended());

        assertThat(sessions(john)).containsExactly(other);
        assertThat(isValid(bearer(john, session))).isFalse();
        assertThat(isValid(bearer(john, other))).isTrue();
        assertThat(club.refreshSession.refresh(tokens.refreshToken(), LAPTOP))
                .isEqualTo(new RefreshSession.Result.Refused());
        assertThat(club.endSession.end(bearer(john, other), john.id(), session.id()))
                .isEqualTo(new EndSession.Result.NotFound());
    }

    @Test
    void nobody_ends_a_session_of_somebody_else_but_administrators() {
        Session johns = opened(john, LAPTOP);
        User mary = club.join(UserFixture.user());
        Session marys = opened(mary, LAPTOP);

        assertThat(club.endSession.end(bearer(john, johns), mary.id(), marys.id()))
                .isEqualTo(new EndSession.Result.NotAllowed());
        assertThat(club.endSession.end(bearer(john, johns), john.id(), marys.id()))
                .isEqualTo(new EndSession.Result.NotFound());
        assertThat(club.endSession.end(Club.as(admin), john.id(), marys.id()))
                .isEqualTo(new EndSession.Result.NotFound());
        assertThat(isValid(bearer(mary, marys))).isTrue();
        assertThat(club.endSession.end(Club.as(admin), mary.id(), marys.id())).isEqualTo(new EndSession.Result.Ended());
        assertThat(isValid(bearer(mary, marys))).isFalse();
        assertThat(club.endSession.end(
                        Club.as(admin), UserFixture.user().build().id(), marys.id()))
                .isEqualTo(new EndSession.Result.UserNotFound());
    }

    @Test
    void ends_all_sessions_and_the_tokens_without_one() {
        Session session = opened(john, LAPTOP);
        Session other = opened(john, PHONE);

        assertThat(club.endAllSessions.end(bearer(john, session), john.id(), false))
                .isEqualTo(new EndAllSessions.Result.Ended());

        assertThat(sessions(john)).isEmpty();
        assertThat(isValid(bearer(john, session))).isFalse();
        assertThat(isValid(bearer(john, other))).isFalse();
        assertThat(isValid(new Actor.SignedIn(john.id(), john.role(), 0))).isFalse();
        assertThat(club.stored(john).version()).isEqualTo(john.version());
    }

    @Test
    void ends_all_sessions_but_the_current_one_which_can_be_refreshed() {
        OpenedSession tokens = signIn(john, LAPTOP);
        Session session = sessions(john).getFirst();
        Session other = opened(john, PHONE);

        club.endAllSessions.end(bearer(john, session), john.id(), true);

        assertThat(sessions(john)).extracting(Session::id).containsExactly(session.id());
        assertThat(isValid(bearer(john, session))).isTrue();
        assertThat(isValid(bearer(john, other))).isFalse();
        assertThat(isValid(new Actor.SignedIn(john.id(), john.role(), 0))).isFalse();
        assertThat(club.refreshSession.refresh(tokens.refreshToken(), LAPTOP))
                .isInstanceOf(RefreshSession.Result.Refreshed.class);
    }

    @Test
    void the_current_session_goes_on_chatting_when_the_others_end() {
        Session session = opened(john, LAPTOP);
        Session other = opened(john, PHONE);
        RoomId room = new RoomId("general");
        club.rooms.add(new Room(room, new RoomName("General"), Club.NOW));

        club.endAllSessions.end(bearer(john, session), john.id(), true);

        assertThat(List.of(bearer(john, session), bearer(john, other)).stream()
                        .map(actor -> club.changeMessages
                                .change(List.of(new ChangeMessages.Post(actor, room, new MessageText("Hello"), null)))
                                .outcomes()
                                .getFirst()))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Messages.Outcome.Stored.class),
                        second -> assertThat(second).isNotInstanceOf(Messages.Outcome.Stored.class));
    }

    @Test
    void a_new_administrator_requires_a_recent_authentication_of_one_with_a_second_factor() {
        User rescue = UserFixture.admin().build();
        CreateUser.Command command =
                new CreateUser.Command(rescue.username(), rescue.email(), Club.PASSWORD, rescue.fullName(), Role.ADMIN);
        Session recent = opened(admin, LAPTOP);
        club.totpSecrets.activate(admin.id(), Totp.begun(new TotpSecret(new byte[20]), Club.NOW));

        assertThatThrownBy(() -> club.createUser.create(Club.as(admin), command))
                .isInstanceOf(ReauthenticationRequired.class);
        assertThatThrownBy(() -> club.invite.invite(
                        Club.as(admin), () -> new Invite.Command(rescue.email(), Role.ADMIN, List.of())))
                .isInstanceOf(ReauthenticationRequired.class);
        assertThat(club.createUser.create(bearer(admin, recent), command))
                .isInstanceOf(CreateUser.Result.Created.class);
    }

    @Test
    void a_sign_out_with_the_refresh_token_ends_the_access_tokens() {
        OpenedSession tokens = signIn(john, LAPTOP);
        Session session = sessions(john).getFirst();

        club.signOut.signOut(tokens.refreshToken());

        assertThat(isValid(bearer(john, session))).isFalse();
    }

    @Test
    void reuse_of_a_refresh_token_ends_the_access_tokens() {
        OpenedSession tokens = signIn(john, LAPTOP);
        Session session = sessions(john).getFirst();
        club.refreshSession.refresh(tokens.refreshToken(), LAPTOP);
        club.clock.advance(Duration.ofSeconds(11));

        club.refreshSession.refresh(tokens.refreshToken(), PHONE);

        assertThat(isValid(bearer(john, session))).isFalse();
        assertThat(sessions(john)).isEmpty();
    }

    @Test
    void a_new_password_ends_all_sessions_but_the_one_that_set_it() {
        Session session = opened(john, LAPTOP);
        Session other = opened(john, PHONE);

        UpdateUser.Result result = club.updateUser.update(
                bearer(john, session),
                new UpdateUser.Command(john.id(), UserChange.NOTHING, Club.PASSWORD, null, _ -> true));

        OpenedSession tokens = ((UpdateUser.Result.Updated) result).session();
        assertThat(tokens.accessToken().value()).contains("session " + session.id());
        Session kept = sessions(john).getFirst();
        assertThat(sessions(john)).hasSize(1);
        assertThat(isValid(bearer(john, kept))).isTrue();
        assertThat(isValid(bearer(john, session))).isFalse();
        assertThat(isValid(bearer(john, other))).isFalse();
        assertThat(kept.authenticatedAt()).isEqualTo(session.authenticatedAt());
        assertThat(kept.device()).isEqualTo(LAPTOP);
        assertThat(club.refreshSession.refresh(tokens.refreshToken(), LAPTOP))
                .isInstanceOf(RefreshSession.Result.Refreshed.class);
    }

    @Test
    void a_new_password_ends_the_earlier_refresh_token_of_the_session_that_set_it() {
        OpenedSession opened = signIn(john, LAPTOP);
        Session session = sessions(john).getFirst();

        club.updateUser.update(
                bearer(john, session),
                new UpdateUser.Command(john.id(), UserChange.NOTHING, Club.PASSWORD, null, _ -> true));

        assertThat(club.refreshSession.refresh(opened.refreshToken(), LAPTOP))
                .isInstanceOf(RefreshSession.Result.Refused.class);
        assertThat(sessions(john)).hasSize(1);
    }

    @Test
    void a_password_from_an_administrator_ends_all_sessions() {
        Session session = opened(john, LAPTOP);

        UpdateUser.Result result = club.updateUser.update(
                Club.as(admin), new UpdateUser.Command(john.id(), UserChange.NOTHING, Club.PASSWORD, null, _ -> true));

        assertThat(((UpdateUser.Result.Updated) result).session()).isNull();
        assertThat(isValid(bearer(john, session))).isFalse();
        assertThat(sessions(john)).isEmpty();
    }

    @Test
    void a_refresh_token_of_a_version_without_sessions_gets_one() {
        OpenedSession tokens = signIn(john, LAPTOP);
        SessionId family = sessions(john).getFirst().id();
        club.sessions.remove(family);
        club.clock.advance(Duration.ofHours(1));

        assertThat(club.refreshSession.refresh(tokens.refreshToken(), PHONE))
                .isInstanceOf(RefreshSession.Result.Refreshed.class);

        Session adopted = sessions(john).getFirst();
        assertThat(adopted.id()).isEqualTo(family);
        assertThat(adopted.createdAt()).isEqualTo(Club.NOW);
        assertThat(adopted.authenticatedAt()).isEqualTo(Club.NOW);
        assertThat(adopted.device()).isEqualTo(PHONE);
        assertThat(isValid(bearer(john, adopted))).isTrue();
    }

    @Test
    void who_must_have_a_second_factor_gets_tokens_for_adding_one_only() {
        OpenSession required = club.openSession(new SecondFactorPolicy(Set.of(john.role())));

        assertThat(opened(required, john).enrollmentRequired()).isTrue();
        assertThat(opened(required, admin).enrollmentRequired()).isFalse();

        club.passkeys.add(PasskeyFixture.of(john.id()));
        assertThat(opened(required, john).enrollmentRequired()).isFalse();
    }

    private OpenedSession opened(OpenSession openSession, User user) {
        return club.transactions.call(
                () -> openSession.open(user, SignInMethod.PASSWORD, Set.of(AuthenticationMethod.PWD), LAPTOP));
    }

    @Test
    void the_oldest_session_ends_when_there_are_too_many() {
        Session oldest = opened(john, LAPTOP);
        for (int i = 1; i < OpenSession.MAX_SESSIONS; i++) {
            club.clock.advance(Duration.ofMillis(1));
            club.transactions.call(
                    () -> club.openSession.open(john, SignInMethod.OAUTH, Set.of(AuthenticationMethod.FED), LAPTOP));
        }
        assertThat(isValid(bearer(john, oldest))).isTrue();

        club.clock.advance(Duration.ofMillis(1));
        opened(john, PHONE);

        assertThat(isValid(bearer(john, oldest))).isFalse();
        assertThat(sessions(john)).hasSize(OpenSession.MAX_SESSIONS);
    }

    @Test
    void an_actor_whose_session_ended_meanwhile_changes_nothing() {
        Session session = opened(john, LAPTOP);
        Actor.SignedIn actor = bearer(john, session);
        club.endSession.end(actor, john.id(), session.id());

        assertThatThrownBy(() -> club.endSession.end(actor, john.id(), new SessionId(UUID.randomUUID())))
                .isInstanceOf(ActorEnded.class);
        assertThatThrownBy(() -> club.updateUser.update(
                        actor,
                        new UpdateUser.Command(
                                john.id(), UserChange.NOTHING.withAnnouncements(false), null, null, _ -> true)))
                .isInstanceOf(ActorEnded.class);
    }
}
