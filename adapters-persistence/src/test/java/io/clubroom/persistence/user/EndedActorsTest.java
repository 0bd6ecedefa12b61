package io.clubroom.persistence.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.auth.AskSecondFactor;
import io.clubroom.application.auth.ContinueSession;
import io.clubroom.application.auth.IssueTokens;
import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.auth.RefreshSession;
import io.clubroom.application.auth.RemoveFactors;
import io.clubroom.application.auth.RenewTokens;
import io.clubroom.application.auth.RevokeSession;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.auth.StepUp;
import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.application.identity.AdmitIdentity;
import io.clubroom.application.identity.ExchangeSignInCode;
import io.clubroom.application.mail.LinkCodes;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendMail;
import io.clubroom.application.mail.SendNotice;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.EnsureAdmin;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.NameClaims;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Username;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.auth.ReadableAccessTokens;
import io.clubroom.testkit.password.QuickPasswordHasher;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Use cases on two nodes that end each other's actors, and sign-ins of users who end meanwhile. */
class EndedActorsTest {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private static final QuickPasswordHasher PASSWORDS = new QuickPasswordHasher(12);
    private static final Password PASSWORD = Password.of("SecurePass123");
    private static final InstantSource CLOCK = InstantSource.fixed(UserFixture.CREATED_AT);
    private static final RoomId ROOM = new RoomId("ended-actors");
    private static final int ROUNDS = 3;

    private static Node other;

    @BeforeAll
    static void start() {
        other = Node.on(STORE.database(), 12);
    }

    @AfterAll
    static void stop() {
        other.close();
    }

    private record NewRoom(RoomId id) implements CreateRoom.Request {
        @Override
        public RoomKind kind() {
            return RoomKind.PUBLIC;
        }

        @Override
        public CreateRoom.Command command() {
            return new CreateRoom.Command(id, new RoomName("Room"), List.of());
        }
    }

    /** The use cases on a node. */
    private record UseCases(Node node) {
        static UseCases on(int number) {
            return new UseCases(number % 2 == 0 ? STORE.node() : other);
        }

        Object update(User actor, User target, UserChange change, @Nullable Password password) {
            return new UpdateUser(
                            node.transactions(),
                            node.users(),
                            node.admins(),
                            PASSWORDS,
                            revokeSessions(),
                            continueSession(),
                            new StepUp(node.secondFactors(), CLOCK),
                            node.roomMembers(),
                            handOverRooms(),
                            node.relay(),
                            RegistrationPolicy.OPEN,
                            sendLink(),
                            new SendNotice(sendMail(), CLOCK),
                            CLOCK,
                            new PasswordPolicy(false))
                    .update(
                            Actor.SignedIn.of(actor),
                            new UpdateUser.Command(target.id(), change, password, null, version -> true));
        }

        private HandOverRooms handOverRooms() {
            return new HandOverRooms(node.rooms(), node.roomMembers(), node.relay());
        }

        RemoveFactors removeFactors() {
            return new RemoveFactors(node.totpSecrets(), node.passkeys(), node.recoveryCodes(), node.secondFactors());
        }

        private SendMail sendMail() {
            return new SendMail(
                    node.transactions(), node.outbox(), (kind, _) -> kind.text(), CLOCK, UUID::randomUUID, () -> {});
        }

        private SendLink sendLink() {
            return new SendLink(
                    node.accountLinks(),
                    sendMail(),
                    new LinkCodes((_, text) -> SecretHash.of(text), () -> 0),
                    CLOCK,
                    () -> UUID.randomUUID().toString(),
                    () -> "https://club.example");
        }

        Object delete(User actor, User target) {
            return new DeleteUser(
                            node.transactions(),
                            node.users(),
                            node.admins(),
                            node.revocations(),
                            node.roomMembers(),
                            handOverRooms(),
                            node.relay())
                    .delete(Actor.SignedIn.of(actor), target.id(), version -> true);
        }

        Object register(User actor) {
            User named = UserFixture.user().build();
            NameClaims claims = new NameClaims() {
                @Override
                public <R> R hold(Username username, Email email, Supplier<R> work) {
                    return work.get();
                }
            };
            return new CreateUser(
                            node.transactions(),
                            node.users(),
                            claims,
                            PASSWORDS,
                            RegistrationPolicy.OPEN,
                            new StepUp(node.secondFactors(), CLOCK),
                            node.invitations(),
                            sendLink(),
                            sendMail(),
                            CLOCK,
                            UUID::randomUUID)
                    .create(
                            Actor.SignedIn.of(actor),
                            new CreateUser.Command(
                                    named.username(), named.email(), PASSWORD, named.fullName(), Role.ADMIN));
        }

        Object createAndDeleteRoom(User actor) {
            RoomId id = new RoomId(UUID.randomUUID().toString());
            new CreateRoom(
                            node.transactions(),
                            node.rooms(),
                            node.roomMembers(),
                            node.visibleRooms(),
                            RoomCreators.DEFAULT,
                            node.relay(),
                            CLOCK,
                            UUID::randomUUID)
                    .create(Actor.SignedIn.of(actor), new NewRoom(id));
            return new DeleteRoom(
                            node.transactions(),
                            node.rooms(),
                            node.removedRooms(),
                            node.roomMembers(),
                            node.standings(),
                            node.relay())
                    .delete(Actor.SignedIn.of(actor), id);
        }

        Object say(User sender) {
            return node.messages()
                    .append(List.of(new Draft(
                            new MessageId(UUID.randomUUID()),
                            ROOM,
                            sender.id(),
                            sender.tokenVersion(),
                            new MessageText("text"),
                            null,
                            CLOCK.instant())));
        }

        private RevokeSessions revokeSessions() {
            return new RevokeSessions(node.sessions(), node.revocations());
        }

        private RevokeSession revokeSession() {
            return new RevokeSession(node.sessions(), node.refreshTokens(), node.revocations(), CLOCK);
        }

        private IssueTokens issueTokens() {
            return new IssueTokens(
                    new ReadableAccessTokens(),
                    node.refreshTokens(),
                    node.secondFactors(),
                    SecondFactorPolicy.OPTIONAL,
                    CLOCK,
                    () -> UUID.randomUUID().toString());
        }

        private ContinueSession continueSession() {
            return new ContinueSession(node.transactions(), node.sessions(), openSession(), renewTokens(), CLOCK);
        }

        private RenewTokens renewTokens() {
            return new RenewTokens(
                    node.sessions(), new AccessTokenLifetime(ReadableAccessTokens.LIFETIME), issueTokens(), CLOCK);
        }

        private AskSecondFactor askSecondFactor() {
            return new AskSecondFactor(
                    node.secondFactors(),
                    node.pendingSignIns(),
                    CLOCK,
                    () -> UUID.randomUUID().toString());
        }

        private OpenSession openSession() {
            return new OpenSession(
                    node.sessions(),
                    revokeSession(),
                    new AccessTokenLifetime(ReadableAccessTokens.LIFETIME),
                    issueTokens(),
                    CLOCK,
                    UUID::randomUUID);
        }

        SignIn.Result signIn(User user) {
            return new SignIn(
                            node.transactions(),
                            node.users(),
                            PASSWORDS,
                            askSecondFactor(),
                            openSession(),
                            RegistrationPolicy.OPEN)
                    .signIn(user.email(), PASSWORD, Device.UNKNOWN);
        }

        RefreshSession.Result refresh(String token) {
            return new RefreshSession(
                            node.transactions(),
                            node.refreshTokens(),
                            node.sessions(),
                            node.users(),
                            renewTokens(),
                            revokeSession(),
                            new AccessTokenLifetime(ReadableAccessTokens.LIFETIME),
                            CLOCK)
                    .refresh(token, Device.UNKNOWN);
        }

        ExchangeSignInCode.Result exchange(String code) {
            return new ExchangeSignInCode(
                            node.transactions(),
                            node.signInCodes(),
                            node.users(),
                            askSecondFactor(),
                            openSession(),
                            CLOCK)
                    .exchange(code, Device.UNKNOWN);
        }
    }

    private enum Change {
        RENAMES {
            @Override
            Object make(UseCases useCases, User actor, User target) {
                return useCases.update(actor, target, UserChange.NOTHING.withFullName(new FullName("Renamed")), null);
            }
        },
        SETS_THE_PASSWORD {
            @Override
            Object make(UseCases useCases, User actor, User target) {
                return useCases.update(actor, target, UserChange.NOTHING, PASSWORD);
            }
        },
        DEACTIVATES {
            @Override
            Object make(UseCases useCases, User actor, User target) {
                return useCases.update(actor, target, UserChange.NOTHING.withActive(false), null);
            }
        },
        DEMOTES {
            @Override
            Object make(UseCases useCases, User actor, User target) {
                return useCases.update(actor, target, UserChange.NOTHING.withRole(Role.TRAINER), null);
            }
        },
        DELETES {
            @Override
            Object make(UseCases useCases, User actor, User target) {
                return useCases.delete(actor, target);
            }
        };

        abstract Object make(UseCases useCases, User actor, User target);

        boolean endsTheTarget() {
            return this != RENAMES;
        }
    }

    private static User stored(UserFixture fixture) {
        User user = fixture.passwordHash(PASSWORDS.hash(PASSWORD)).build();
        STORE.node().users().add(user);
        return user;
    }

    private static Object resultOrReason(Supplier<?> useCase) {
        try {
            return useCase.get();
        } catch (ActorEnded ended) {
            return ended.reason();
        }
    }

    static Stream<Arguments> pairs_of_changes() {
        return Arrays.stream(Change.values())
                .flatMap(first -> Arrays.stream(Change.values()).map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @MethodSource("pairs_of_changes")
    void two_administrators_who_change_each_other_do_not_deadlock(Change first, Change second) {
        stored(UserFixture.admin());
        List<Change> changes = List.of(first, second);
        for (int round = 0; round < ROUNDS; round++) {
            List<User> two = List.of(stored(UserFixture.admin()), stored(UserFixture.admin()));

            List<Object> results = Race.of(
                    2, i -> resultOrReason(() -> changes.get(i).make(UseCases.on(i), two.get(i), two.get(1 - i))));

            long refused = results.stream()
                    .filter(ActorEnded.Reason.TOKEN_ENDED::equals)
                    .count();
            if (first.endsTheTarget() && second.endsTheTarget()) {
                assertThat(refused).isEqualTo(1);
            } else {
                assertThat(refused).isBetween(0L, first.endsTheTarget() || second.endsTheTarget() ? 1L : 0L);
            }
        }
    }

    @ParameterizedTest(name = "{0} and {1}")
    @MethodSource("pairs_of_changes")
    void an_administrator_who_changes_himself_twice_at_once_does_not_deadlock(Change first, Change second) {
        stored(UserFixture.admin());
        List<Change> changes = List.of(first, second);
        for (int round = 0; round < ROUNDS; round++) {
            User admin = stored(UserFixture.admin());

            List<Object> results =
                    Race.of(4, i -> resultOrReason(() -> changes.get(i / 2).make(UseCases.on(i), admin, admin)));

            boolean ends = first.endsTheTarget() || second.endsTheTarget();
            assertThat(results.stream()
                            .filter(ActorEnded.Reason.TOKEN_ENDED::equals)
                            .count())
                    .isBetween(first.endsTheTarget() && second.endsTheTarget() ? 3L : ends ? 1L : 0L, ends ? 3L : 0L);
        }
    }

    @Test
    void of_a_ring_of_administrators_who_deactivate_each_other_some_remain() {
        stored(UserFixture.admin());
        for (int round = 0; round < 10; round++) {
            List<User> ring =
                    Stream.generate(() -> stored(UserFixture.admin())).limit(6).toList();

            List<Object> results = Race.of(
                    6,
                    i -> resultOrReason(() ->
                            Change.DEACTIVATES.make(UseCases.on(i), ring.get(i), ring.get((i + 1) % ring.size()))));

            for (int i = 0; i < ring.size(); i++) {
                boolean done = results.get(i) instanceof UpdateUser.Result.Updated;
                assertThat(STORE.node()
                                .users()
                                .find(ring.get((i + 1) % ring.size()).id())
                                .orElseThrow()
                                .active())
                        .isEqualTo(!done);
            }
            assertThat(results).hasAtLeastOneElementOfType(UpdateUser.Result.Updated.class);
        }
    }

    @Test
    void nothing_deadlocks_while_everything_happens_at_once() {
        STORE.node().rooms().add(new Room(ROOM, new RoomName("Ended actors"), CLOCK.instant()));
        User root = stored(UserFixture.admin());
        List<User> admins =
                Stream.generate(() -> stored(UserFixture.admin())).limit(3).toList();

        List<Integer> made = Race.of(8, thread -> {
            Random random = new Random(thread);
            UseCases useCases = UseCases.on(thread);
            List<Object> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                User actor = admins.get(random.nextInt(admins.size()));
                User target = admins.get(random.nextInt(admins.size()));
                User current = useCases.node.users().find(actor.id()).orElseThrow();
                int kind = random.nextInt(10);
                results.add(resultOrReason(() -> switch (kind) {
                    case 0, 1, 2, 3 -> Change.values()[kind].make(useCases, current, target);
                    case 4, 5 -> Change.RENAMES.make(useCases, current, current);
                    case 6 -> useCases.register(current);
                    case 7 -> useCases.createAndDeleteRoom(current);
                    case 8 -> useCases.say(current);
                    default ->
                        useCases.signIn(current) instanceof SignIn.Result.SignedIn(OpenedSession session)
                                ? useCases.refresh(session.refreshToken())
                                : "refused";
                }));
                useCases.update(
                        root, target, UserChange.NOTHING.withRole(Role.ADMIN).withActive(true), null);
            }
            return results.size();
        });

        assertThat(made).containsOnly(40);
    }

    private static <R> Rival<R> whileEnding(User user, Supplier<R> work) {
        Node node = STORE.node();
        return node.transactions().call(() -> {
            User locked = node.users().lockExclusively(user.id()).orElseThrow();
            node.users().update(locked.changed(UserChange.NOTHING.withActive(false), Instant.EPOCH));
            Rival<R> rival = Rival.start(work);
            rival.assertHeldBack();
            return rival;
        });
    }

    private static void assertWaitsForTransactionsOf(User user, Supplier<Object> ending) {
        Rival<Object> rival = STORE.node().transactions().call(Actor.SignedIn.of(user), () -> {
            Rival<Object> started = Rival.start(ending);
            started.assertHeldBack();
            return started;
        });

        rival.result();
        assertThat(resultOrReason(() -> UseCases.on(0).createAndDeleteRoom(user)))
                .isEqualTo(ActorEnded.Reason.TOKEN_ENDED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RENAMES")
    void an_administrators_change_that_ends_a_user_waits_for_the_users_transactions(Change change) {
        User admin = stored(UserFixture.admin());
        User user = stored(UserFixture.admin());

        assertWaitsForTransactionsOf(user, () -> change.make(UseCases.on(1), admin, user));
    }

    @Test
    void a_reclaim_waits_for_the_users_transactions() {
        User user = stored(UserFixture.admin());
        ExternalIdentity owner = new ExternalIdentity(new Subject("google", "owner"), user.email(), "The Owner");

        assertWaitsForTransactionsOf(
                user,
                () -> new AdmitIdentity(
                                other.transactions(),
                                other.users(),
                                other.identities(),
                                new UseCases(other).revokeSessions(),
                                new UseCases(other).removeFactors(),
                                RegistrationPolicy.OPEN,
                                other.invitations(),
                                CLOCK,
                                UUID::randomUUID)
                        .admit(owner));
    }

    @Test
    void an_appointment_at_the_start_waits_for_the_users_transactions() {
        User user = stored(UserFixture.user().role(Role.TRAINER));

        Rival<EnsureAdmin.Result> rival = STORE.node().transactions().call(Actor.SignedIn.of(user), () -> {
            Rival<EnsureAdmin.Result> started = Rival.start(() -> new EnsureAdmin(
                            other.transactions(),
                            other.users(),
                            other.admins(),
                            PASSWORDS,
                            new UseCases(other).revokeSessions(),
                            new UseCases(other).removeFactors(),
                            other.identities(),
                            CLOCK,
                            UUID::randomUUID)
                    .ensure(user.email(), () -> PASSWORD, _ -> {}));
            started.assertHeldBack();
            return started;
        });

        assertThat(rival.result()).isInstanceOf(EnsureAdmin.Result.Appointed.class);
    }

    @Test
    void a_sign_in_waits_for_a_change_that_ends_the_user() {
        User user = stored(UserFixture.user());

        assertThat(whileEnding(user, () -> UseCases.on(1).signIn(user)).result())
                .isEqualTo(new SignIn.Result.Inactive());
    }

    @Test
    void a_refresh_waits_for_a_change_that_ends_the_user() {
        User user = stored(UserFixture.user());
        OpenedSession session = ((SignIn.Result.SignedIn) UseCases.on(0).signIn(user)).session();

        assertThat(whileEnding(user, () -> UseCases.on(1).refresh(session.refreshToken()))
                        .result())
                .isEqualTo(new RefreshSession.Result.Refused());
    }

    @Test
    void an_exchange_of_a_code_waits_for_a_change_that_ends_the_user() {
        User user = stored(UserFixture.user());
        STORE.node()
                .signInCodes()
                .add(new SignInCode(
                        SecretHash.of("code"), user.id(), 0, CLOCK.instant().plusSeconds(60)));

        assertThat(whileEnding(user, () -> UseCases.on(1).exchange("code")).result())
                .isEqualTo(new ExchangeSignInCode.Result.Refused());
    }

    @Test
    void a_change_that_ends_nobody_waits_for_no_transaction_of_the_user() {
        User user = stored(UserFixture.user());
        STORE.node().rooms().add(new Room(ROOM, new RoomName("Ended actors"), CLOCK.instant()));

        Object renamed = STORE.node()
                .transactions()
                .call(
                        Actor.SignedIn.of(user),
                        () -> Rival.start(() -> Change.RENAMES.make(UseCases.on(1), user, user))
                                .result());

        assertThat(renamed).isInstanceOf(UpdateUser.Result.Updated.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RENAMES")
    void a_message_waits_for_a_change_that_ends_its_sender_and_is_not_stored(Change change) {
        User admin = stored(UserFixture.admin());
        User user = stored(UserFixture.admin());
        STORE.node().rooms().add(new Room(ROOM, new RoomName("Ended actors"), CLOCK.instant()));

        Rival<Object> rival = STORE.node().transactions().call(() -> {
            change.make(UseCases.on(0), admin, user);
            Rival<Object> late = Rival.start(() -> UseCases.on(1).say(user));
            late.assertHeldBack();
            return late;
        });

        assertThat(rival.result()).isEqualTo(List.of(new Messages.Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER)));
        assertThat(STORE.node().messages().newest(ROOM, 0, Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void messages_of_a_user_do_not_wait_for_a_change_that_ends_nobody() {
        User user = stored(UserFixture.user());
        STORE.node().rooms().add(new Room(ROOM, new RoomName("Ended actors"), CLOCK.instant()));
        Node node = STORE.node();

        Object said = node.transactions().call(() -> {
            node.users().lock(user.id());
            return Rival.start(() -> UseCases.on(1).say(user)).result();
        });

        assertThat(said.toString()).contains("Stored");
    }
}
