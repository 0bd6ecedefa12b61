package io.clubroom.application;

import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.RefreshSession;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.auth.SignOut;
import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.PostMessages;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.application.identity.AdmitIdentity;
import io.clubroom.application.identity.BeginExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn;
import io.clubroom.application.identity.ExchangeSignInCode;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.EnsureAdmin;
import io.clubroom.application.user.GetUser;
import io.clubroom.application.user.GetUserStatistics;
import io.clubroom.application.user.ListUsers;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryRefreshTokens;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.identity.InMemorySignInAttempts;
import io.clubroom.memory.identity.InMemorySignInCodes;
import io.clubroom.memory.identity.InMemoryUserIdentities;
import io.clubroom.memory.user.InMemoryAdmins;
import io.clubroom.memory.user.InMemoryNameClaims;
import io.clubroom.memory.user.InMemoryUserDirectory;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.auth.ReadableAccessTokens;
import io.clubroom.testkit.identity.ScriptedIdentityProviders;
import io.clubroom.testkit.password.QuickPasswordHasher;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** All use cases over in-memory adapters. */
public final class Club {
    /** The password of all users that {@link #join} stores. */
    public static final Password PASSWORD = Password.of("SecurePass123");

    /** An allowed {@code return_to} of sign-ins with a provider. */
    public static final String RETURN_URL = "https://app.example.com/signed-in";

    /** The initial time of {@link #clock}, in microseconds like the times of the server's clock. */
    public static final Instant NOW = Instant.parse("2025-06-01T12:00:00.123456Z");

    public final TestClock clock = new TestClock(NOW);
    public final QuickPasswordHasher passwords = new QuickPasswordHasher(12);
    public final InMemoryTransactions transactions = new InMemoryTransactions();

    /** The transactions of the use cases. */
    public final TransactionsAround useCaseTransactions = new TransactionsAround(transactions);

    public final InMemoryUsers users = new InMemoryUsers(transactions);
    public final InMemoryAdmins admins = new InMemoryAdmins(users);
    public final InMemoryUserDirectory directory = new InMemoryUserDirectory(users);
    public final InMemoryRefreshTokens refreshTokens = new InMemoryRefreshTokens(transactions, users);
    public final InMemoryTokenRevocations revocations = new InMemoryTokenRevocations(transactions);
    public final InMemoryUserIdentities identities = new InMemoryUserIdentities(transactions, users);
    public final InMemorySignInAttempts signInAttempts = new InMemorySignInAttempts(transactions);
    public final InMemorySignInCodes signInCodes = new InMemorySignInCodes(transactions, users);
    public final ScriptedIdentityProviders providers = new ScriptedIdentityProviders();

    public final InMemoryRooms rooms = new InMemoryRooms(transactions);
    public final InMemoryMessages messages = new InMemoryMessages(rooms, users);
    public final InMemoryRoomRelay.Network network = new InMemoryRoomRelay.Network();
    public final InMemoryRoomRelay relay = new InMemoryRoomRelay(network, transactions);

    public final CreateUser createUser =
            new CreateUser(useCaseTransactions, users, new InMemoryNameClaims(), passwords, clock, UUID::randomUUID);
    public final GetUser getUser = new GetUser(users);
    public final ListUsers listUsers = new ListUsers(directory);
    public final GetUserStatistics getUserStatistics = new GetUserStatistics(directory, clock);
    public final UpdateUser updateUser = updateUser(false);
    public final DeleteUser deleteUser = new DeleteUser(useCaseTransactions, users, admins, revocations, relay);

    private final AtomicInteger secrets = new AtomicInteger();
    public final OpenSession openSession =
            new OpenSession(new ReadableAccessTokens(), refreshTokens, clock, this::secret);
    public final SignIn signIn = new SignIn(useCaseTransactions, users, passwords, openSession, UUID::randomUUID);
    public final RefreshSession refreshSession =
            new RefreshSession(useCaseTransactions, refreshTokens, users, openSession, clock);
    public final SignOut signOut = new SignOut(useCaseTransactions, refreshTokens);

    public final CreateRoom createRoom = new CreateRoom(useCaseTransactions, rooms, clock);
    public final DeleteRoom deleteRoom = new DeleteRoom(useCaseTransactions, rooms, relay);
    public final ListRooms listRooms = new ListRooms(rooms);
    public final ReadHistory readHistory = new ReadHistory(rooms, messages);
    public final FollowRooms followRooms = new FollowRooms(rooms, messages);
    public final PostMessages postMessages = new PostMessages(messages, clock, UUID::randomUUID);

    public UpdateUser updateUser(boolean requireCurrentPassword) {
        return new UpdateUser(
                useCaseTransactions, users, admins, passwords, revocations, relay, clock, requireCurrentPassword);
    }

    public EnsureAdmin ensureAdmin() {
        return ensureAdmin(users);
    }

    public EnsureAdmin ensureAdmin(Users users) {
        return new EnsureAdmin(
                useCaseTransactions, users, admins, passwords, revocations, identities, clock, UUID::randomUUID);
    }

    public AdmitIdentity admitIdentity() {
        return new AdmitIdentity(useCaseTransactions, users, identities, revocations, clock, UUID::randomUUID);
    }

    public BeginExternalSignIn beginExternalSignIn() {
        return new BeginExternalSignIn(providers, signInAttempts, clock, this::secret, Set.of(RETURN_URL));
    }

    public CompleteExternalSignIn completeExternalSignIn() {
        return new CompleteExternalSignIn(
                useCaseTransactions,
                providers,
                signInAttempts,
                admitIdentity(),
                users,
                openSession,
                signInCodes,
                clock,
                UUID::randomUUID,
                this::secret);
    }

    public ExchangeSignInCode exchangeSignInCode() {
        return new ExchangeSignInCode(useCaseTransactions, signInCodes, users, openSession, clock, UUID::randomUUID);
    }

    private String secret() {
        return "secret " + secrets.incrementAndGet();
    }

    /** Stores the user with {@link #PASSWORD}. */
    public User join(UserFixture fixture) {
        User user = fixture.passwordHash(passwords.hash(PASSWORD)).build();
        users.add(user);
        return user;
    }

    /** The stored version of the user. */
    public User stored(User user) {
        return users.find(user.id()).orElseThrow();
    }

    public static Actor as(User user) {
        return Actor.SignedIn.of(user);
    }

    /** The result of a use case, or the reason why its actor has ended. */
    public static Object resultOrReason(Supplier<?> useCase) {
        try {
            return useCase.get();
        } catch (ActorEnded ended) {
            return ended.reason();
        }
    }
}
