package io.clubroom.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.NewRoom;
import io.clubroom.application.chat.moderation.SetSanction;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.user.Username;
import io.clubroom.testkit.user.UserFixture;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes whose actor has ended after the checks and before the transaction. */
class EndedActorTest {
    private static final RoomId CELLAR = new RoomId("cellar");

    private final Club club = new Club();
    private final User somebody = club.join(UserFixture.user());

    private interface UseCase {
        Object run(Club club, Actor actor, User self, User somebody);
    }

    private enum Change {
        REGISTRATION_OF_AN_ADMINISTRATOR(
                Role.ADMIN, (club, actor, self, somebody) -> club.createUser.create(actor, registration(Role.ADMIN))),
        REGISTRATION_OF_A_CLIENT(
                Role.TRAINER,
                (club, actor, self, somebody) -> club.createUser.create(actor, registration(Role.CLIENT))),
        OWN_PASSWORD(
                Role.TRAINER,
                (club, actor, self, somebody) ->
                        update(club, actor, self.id(), UserChange.NOTHING, Password.of("AttackersPass123"))),
        OWN_NAME(
                Role.TRAINER,
                (club, actor, self, somebody) ->
                        update(club, actor, self.id(), UserChange.NOTHING.withUsername(new Username("renamed")), null)),
        NOTHING_OF_ONESELF(
                Role.TRAINER,
                (club, actor, self, somebody) -> update(club, actor, self.id(), UserChange.NOTHING, null)),
        ROLE_OF_SOMEBODY(
                Role.ADMIN,
                (club, actor, self, somebody) ->
                        update(club, actor, somebody.id(), UserChange.NOTHING.withRole(Role.ADMIN), null)),
        ACTIVITY_OF_SOMEBODY(
                Role.ADMIN,
                (club, actor, self, somebody) ->
                        update(club, actor, somebody.id(), UserChange.NOTHING.withActive(false), null)),
        PASSWORD_OF_SOMEBODY(
                Role.ADMIN,
                (club, actor, self, somebody) ->
                        update(club, actor, somebody.id(), UserChange.NOTHING, Password.of("AttackersPass123"))),
        NAME_OF_SOMEBODY(
                Role.ADMIN,
                (club, actor, self, somebody) -> update(
                        club, actor, somebody.id(), UserChange.NOTHING.withUsername(new Username("renamed")), null)),
        PASSWORD_OF_NOBODY(
                Role.ADMIN,
                (club, actor, self, somebody) -> update(
                        club,
                        actor,
                        UserFixture.user().build().id(),
                        UserChange.NOTHING,
                        Password.of("AttackersPass123"))),
        DELETION_OF_SOMEBODY(
                Role.ADMIN,
                (club, actor, self, somebody) -> club.deleteUser.delete(actor, somebody.id(), version -> true)),
        NEW_ROOM(
                Role.ADMIN,
                (club, actor, self, somebody) -> club.createRoom.create(actor, NewRoom.publicRoom("attic", "Attic"))),
        DELETION_OF_A_ROOM(Role.ADMIN, (club, actor, self, somebody) -> club.deleteRoom.delete(actor, CELLAR)),
        MUTE(
                Role.ADMIN,
                (club, actor, self, somebody) -> club.setSanction.set(
                        actor,
                        CELLAR,
                        Sanction.Kind.MUTE,
                        () -> new SetSanction.Command(somebody.id(), null, new Reason("Insults")))),
        LIFTED_MUTE(Role.ADMIN, (club, actor, self, somebody) -> {
            club.transactions.run(() -> club.sanctions.set(new Sanction(
                    CELLAR, somebody.id(), Sanction.Kind.MUTE, null, new Reason("Insults"), self.id(), Club.NOW)));
            return club.liftSanction.lift(actor, CELLAR, Sanction.Kind.MUTE, somebody::id);
        });

        final Role role;
        final UseCase useCase;

        Change(Role role, UseCase useCase) {
            this.role = role;
            this.useCase = useCase;
        }

        private static CreateUser.Command registration(Role role) {
            return new CreateUser.Command(
                    new Username("newcomer"),
                    new Email("newcomer@example.com"),
                    Club.PASSWORD,
                    new FullName("New Comer"),
                    role);
        }

        private static Object update(
                Club club, Actor actor, UserId target, UserChange change, @Nullable Password password) {
            return club.updateUser.update(
                    actor, new UpdateUser.Command(target, change, password, null, version -> true));
        }
    }

    private record Stored(List<User> users, List<Room> rooms, List<ModerationLog.Entry> log) {}

    private Stored stored() {
        return new Stored(
                club.directory.list(UserFilter.ALL, UserOrder.NEWEST_FIRST, null, 100),
                club.publicRooms(),
                List.copyOf(club.moderationLog));
    }

    static Stream<Arguments> every_change_and_ending() {
        return Arrays.stream(Change.values())
                .flatMap(change -> Arrays.stream(Ending.values()).map(ending -> Arguments.of(change, ending)));
    }

    @ParameterizedTest
    @MethodSource("every_change_and_ending")
    void stores_nothing_for_an_actor_who_has_ended(Change change, Ending ending) {
        club.rooms.add(new Room(CELLAR, new RoomName("Cellar"), Club.NOW));
        User self = club.join(UserFixture.user().role(change.role).tokenVersion(2));
        Actor actor = Club.as(self);
        AtomicReference<Stored> before = new AtomicReference<>();
        club.useCaseTransactions.beforeNext(() -> {
            ending.of(club, self);
            before.set(stored());
        });

        assertThat(Club.resultOrReason(() -> change.useCase.run(club, actor, self, somebody)))
                .isEqualTo(ActorEnded.Reason.TOKEN_ENDED);

        assertThat(before.get()).isNotNull();
        assertThat(stored()).isEqualTo(before.get());
        assertThat(club.isRevoked(somebody.id(), somebody.tokenVersion())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void stores_the_change_of_an_actor_who_has_not_ended(Change change) {
        club.rooms.add(new Room(CELLAR, new RoomName("Cellar"), Club.NOW));
        User self = club.join(UserFixture.user().role(change.role).tokenVersion(2));
        club.join(UserFixture.admin());

        assertThat(Club.resultOrReason(() -> change.useCase.run(club, Club.as(self), self, somebody)))
                .isNotInstanceOf(ActorEnded.Reason.class);
    }

    @Test
    void a_promotion_does_not_end_an_actor() {
        User self = club.join(UserFixture.user());
        Actor actor = Club.as(self);
        User admin = club.join(UserFixture.admin());
        club.useCaseTransactions.beforeNext(
                () -> Change.update(club, Club.as(admin), self.id(), UserChange.NOTHING.withRole(Role.ADMIN), null));

        assertThat(Change.OWN_NAME.useCase.run(club, actor, self, somebody))
                .isInstanceOf(UpdateUser.Result.Updated.class);
    }

    @Test
    void a_lower_role_alone_is_reported_as_lost() {
        User self = club.join(UserFixture.user());
        Actor forged = new Actor.SignedIn(self.id(), Role.ADMIN, self.tokenVersion());

        assertThat(Club.resultOrReason(() -> Change.NEW_ROOM.useCase.run(club, forged, self, somebody)))
                .isEqualTo(ActorEnded.Reason.ROLE_LOST);
        assertThat(club.publicRooms()).isEmpty();
    }
}
