package io.clubroom.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.auth.EndAllSessions;
import io.clubroom.application.auth.EndSession;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.auth.SignOut;
import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the order of locks directly: in-memory transactions run one at a time, so a race would not reveal a missing lock. */
class LockOrderTest {
    private final Club club = new Club();
    private final List<String> locks = new ArrayList<>();
    private final User admin = club.join(UserFixture.admin());
    private final User user = club.join(UserFixture.user());

    private final Admins admins = new Admins() {
        @Override
        public void lock() {
            locks.add("administrators");
            club.admins.lock();
        }

        @Override
        public long count() {
            locks.add("counted");
            return club.admins.count();
        }
    };

    private final Users users = new UsersAround(club.users) {
        @Override
        public Optional<User> lock(UserId id) {
            locks.add("user");
            return super.lock(id);
        }

        @Override
        public Optional<User> lockExclusively(UserId id) {
            locks.add("user exclusively");
            return super.lockExclusively(id);
        }
    };

    private final RoomMembers members = new RoomMembersAround(club.roomMembers) {
        @Override
        public List<RoomId> lockOwnedBy(UserId owner) {
            locks.add("rooms");
            return super.lockOwnedBy(owner);
        }
    };

    private final Transactions transactions = new Transactions() {
        @Override
        public <R> R call(Supplier<R> work) {
            return club.transactions.call(work);
        }

        @Override
        public <R> R call(Actor actor, Supplier<R> work) {
            locks.add("actor");
            return club.transactions.call(actor, work);
        }

        @Override
        public void afterCommit(Runnable action) {
            club.transactions.afterCommit(action);
        }
    };

    private final Actor actor = Club.as(admin);

    private void update(User target, UserChange change) {
        update(target, change, null);
    }

    private void update(User target, UserChange change, @Nullable Password password) {
        new UpdateUser(
                        transactions,
                        users,
                        admins,
                        club.passwords,
                        club.revokeSessions,
                        club.continueSession,
                        club.stepUp,
                        members,
                        new HandOverRooms(club.rooms, members, club.relay),
                        club.relay,
                        RegistrationPolicy.OPEN,
                        club.sendLink,
                        club.sendNotice,
                        club.clock,
                        new PasswordPolicy(false))
                .update(actor, new UpdateUser.Command(target.id(), change, password, null, version -> true));
    }

    @Test
    void a_change_of_role_locks_the_administrators_then_the_actor_then_the_user_then_counts() {
        update(admin, UserChange.NOTHING.withRole(Role.CLIENT));

        assertThat(locks).containsExactly("administrators", "actor", "user exclusively", "counted");
    }

    @Test
    void a_deactivation_locks_the_administrators_then_rooms_then_the_actor_then_the_user_then_counts() {
        update(admin, UserChange.NOTHING.withActive(false));

        assertThat(locks).containsExactly("administrators", "rooms", "actor", "user exclusively", "counted");
    }

    @Test
    void a_new_password_locks_the_administrators_then_the_actor_then_the_user() {
        update(user, UserChange.NOTHING, Club.PASSWORD);

        assertThat(locks).containsExactly("administrators", "actor", "user exclusively");
    }

    @Test
    void any_other_change_locks_the_actor_and_the_user_only() {
        update(user, UserChange.NOTHING.withUsername(new Username("renamed")));

        assertThat(locks).containsExactly("actor", "user");
    }

    @Test
    void a_removal_locks_the_administrators_then_rooms_then_the_actor_then_the_user_then_counts() {
        new DeleteUser(
                        transactions,
                        users,
                        admins,
                        club.revocations,
                        members,
                        new HandOverRooms(club.rooms, members, club.relay),
                        club.relay)
                .delete(actor, admin.id(), version -> true);

        assertThat(locks).containsExactly("administrators", "rooms", "actor", "user exclusively", "counted");
    }

    @Test
    void an_appointment_counts_again_after_taking_the_lock_and_then_locks_the_user() {
        club.users.remove(admin.id());

        new EnsureAdmin(
                        club.transactions,
                        users,
                        admins,
                        club.passwords,
                        club.revokeSessions,
                        club.removeFactors,
                        club.identities,
                        club.clock,
                        UUID::randomUUID)
                .ensure(user.email(), () -> Club.PASSWORD, _ -> {});

        assertThat(locks).containsExactly("counted", "administrators", "counted", "user exclusively");
    }

    @Test
    void a_sign_in_locks_the_user() {
        new SignIn(transactions, users, club.passwords, club.askSecondFactor, club.openSession, RegistrationPolicy.OPEN)
                .signIn(user.email(), Club.PASSWORD, Device.UNKNOWN);

        assertThat(locks).containsExactly("user");
    }

    @Test
    void ending_sessions_locks_the_administrators_then_the_actor_then_the_user() {
        new EndAllSessions(transactions, admins, users, club.sessions, club.revocations, club.stepUp)
                .end(actor, user.id(), false);
        new EndSession(transactions, admins, users, club.sessions, club.revokeSession, club.stepUp, club.clock)
                .end(actor, user.id(), new SessionId(UUID.randomUUID()));

        assertThat(locks)
                .containsExactly(
                        "administrators", "actor", "user exclusively", "administrators", "actor", "user exclusively");
    }

    @Test
    void a_sign_out_locks_the_user_exclusively() {
        String token = ((SignIn.Result.SignedIn) club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN))
                .session()
                .refreshToken();

        new SignOut(transactions, club.refreshTokens, club.sessions, users, club.revokeSession).signOut(token);

        assertThat(locks).containsExactly("user exclusively");
    }
}
