package io.clubroom.web.support;

import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.RefreshSession;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.auth.SignOut;
import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.application.identity.AdmitIdentity;
import io.clubroom.application.identity.BeginExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn;
import io.clubroom.application.identity.ExchangeSignInCode;
import io.clubroom.application.invitation.DescribeInvitation;
import io.clubroom.application.invitation.Invite;
import io.clubroom.application.invitation.ListInvitations;
import io.clubroom.application.invitation.ResendInvitation;
import io.clubroom.application.invitation.SendInvitation;
import io.clubroom.application.invitation.WithdrawInvitation;
import io.clubroom.application.mail.Announce;
import io.clubroom.application.mail.CheckLink;
import io.clubroom.application.mail.DescribeLink;
import io.clubroom.application.mail.DescribeUnsubscription;
import io.clubroom.application.mail.DisownAccount;
import io.clubroom.application.mail.GetMail;
import io.clubroom.application.mail.LinkCodes;
import io.clubroom.application.mail.ListMails;
import io.clubroom.application.mail.ProcessLinkRequest;
import io.clubroom.application.mail.RequestLink;
import io.clubroom.application.mail.ResetPassword;
import io.clubroom.application.mail.RestoreEmail;
import io.clubroom.application.mail.RetryMail;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendMail;
import io.clubroom.application.mail.SendNotice;
import io.clubroom.application.mail.Unsubscribe;
import io.clubroom.application.mail.UnsubscribeTokens;
import io.clubroom.application.mail.VerifyEmail;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.GetUser;
import io.clubroom.application.user.GetUserStatistics;
import io.clubroom.application.user.ListUsers;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.identity.IdentityProviders;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryRefreshTokens;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.identity.InMemorySignInAttempts;
import io.clubroom.memory.identity.InMemorySignInCodes;
import io.clubroom.memory.identity.InMemoryUserIdentities;
import io.clubroom.memory.invitation.InMemoryInvitations;
import io.clubroom.memory.mail.InMemoryAccountLinks;
import io.clubroom.memory.mail.InMemoryLinkRequests;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.user.InMemoryAdmins;
import io.clubroom.memory.user.InMemoryNameClaims;
import io.clubroom.memory.user.InMemoryUserDirectory;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.password.QuickPasswordHasher;
import io.clubroom.testkit.user.UserFixture;
import io.clubroom.web.auth.JwtAccessTokens;
import io.clubroom.web.auth.JwtSettings;
import io.clubroom.web.client.ProxySettings;
import io.clubroom.web.connection.ConnectionLimits;
import io.clubroom.web.connection.ConnectionSettings;
import io.clubroom.web.connection.DirectMemory;
import io.clubroom.web.health.HealthCheck;
import io.clubroom.web.health.SystemFigures;
import io.clubroom.web.health.SystemInfo;
import io.clubroom.web.http.PublicUrlSettings;
import io.clubroom.web.limit.DatabaseThreadsSettings;
import io.clubroom.web.limit.LimitSettings;
import io.clubroom.web.oauth.OAuthSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.management.endpoint.loggers.ManagedLoggingSystem;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The REST API over in-memory adapters, on a free port. All tests of a run share it; each starts with one administrator. */
public final class TestServer {
    /** The key of access tokens, long enough for the algorithms that must be refused, too. */
    public static final String SECRET = "a secret for tests that is at least sixty-four bytes long, as HS512 needs";

    /** The lifetime of access tokens. */
    public static final Duration EXPIRATION = Duration.ofHours(1);

    /** The password of every user that {@link #add} stores. */
    public static final Password PASSWORD = new Password("SecurePass123");

    private static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final JwtSettings JWT = new JwtSettings(SECRET, new AccessTokenLifetime(EXPIRATION));
    private static final ProviderDouble PROVIDER = new ProviderDouble();
    private static final TestServer INSTANCE = new TestServer(Map.of());

    public final TestClock clock = new TestClock(START);
    public final QuickPasswordHasher passwords = new QuickPasswordHasher(12);
    public final FailingUsers users;
    public final Switch database = new Switch();
    public final ProviderDouble provider;
    public final InMemoryRooms rooms;
    public final InMemoryMessages messages;
    public final Mailbox mailbox;
    public final UnsubscribeTokens unsubscribeTokens;

    private final InMemoryUsers stored;

    /** Undoes what a test has stored. */
    private final Runnable undo;

    private final AccessTokens tokens;
    private final URI address;
    private final ApplicationContext context;
    private User admin;

    /** @param settings records of settings that replace the defaults for tests */
    private TestServer(Map<String, Object> properties, Object... settings) {
        this.provider = PROVIDER;
        var transactions = new InMemoryTransactions();
        stored = new InMemoryUsers(transactions);
        users = new FailingUsers(stored);
        var directory = new InMemoryUserDirectory(stored);
        rooms = new InMemoryRooms(transactions);
        messages = new InMemoryMessages(rooms, stored);
        var relay = new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), transactions);
        var admins = new InMemoryAdmins(stored);
        var revocations = new InMemoryTokenRevocations(transactions);
        var refreshTokens = new InMemoryRefreshTokens(transactions, stored);
        tokens = new JwtAccessTokens(JWT);
        var identities = new InMemoryUserIdentities(transactions, stored);
        var attempts = new InMemorySignInAttempts(transactions);
        var codes = new InMemorySignInCodes(transactions, stored);
        var openSession = new OpenSession(tokens, refreshTokens, clock, () -> UUID.randomUUID() + "-secret");
        context = ApplicationContext.builder()
                .bootstrapEnvironment(false)
                .deduceEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .properties(Map.of(
                        "micronaut.server.port",
                        -1,
                        "micronaut.server.cors.enabled",
                        true,
                        "micronaut.server.cors.configurations.web.allowed-origins",
                        "https://club.example",
                        "clubroom.web.jwt.secret",
                        SECRET))
                .properties(properties)
                .build();
        Map<Class<?>, Object> allSettings = new HashMap<>();
        Stream.concat(
                        Stream.of(
                                PROVIDER.settings(),
                                JWT,
                                RegistrationPolicy.OPEN,
                                new PublicUrlSettings(Optional.empty()),
                                new LimitSettings(false, 1200, 1200, 10, 100, 60, 20, 20, 10, 300),
                                new ProxySettings(List.of()),
                                new ConnectionSettings(Duration.ofSeconds(10), Duration.ofSeconds(20)),
                                new ConnectionLimits(Integer.MAX_VALUE, 10_000),
                                DirectMemory.ofProcess(),
                                new DatabaseThreadsSettings(8, Duration.ofSeconds(5))),
                        Stream.of(settings))
                .forEach(each -> allSettings.put(each.getClass(), each));
        allSettings.values().forEach(context::registerSingleton);
        var policy = (RegistrationPolicy) allSettings.get(RegistrationPolicy.class);
        KeyedHash keyedHash = (purpose, text) -> SecretHash.of("key " + purpose + " " + text);
        AtomicInteger codeNumbers = new AtomicInteger();
        LinkCodes linkCodes = new LinkCodes(keyedHash, codeNumbers::incrementAndGet);
        var outbox = new InMemoryOutbox(transactions, stored);
        var links = new InMemoryAccountLinks(transactions, stored, clock);
        var linkRequests = new InMemoryLinkRequests(transactions);
        var invitations = new InMemoryInvitations(transactions, stored);
        var sendMail = new SendMail(
                transactions, outbox, (kind, _) -> kind.text(), clock, UUID::randomUUID, TestServer::nobodyWaits);
        var sendLink =
                new SendLink(links, sendMail, linkCodes, clock, TestServer::randomSecret, () -> "https://club.example");
        var sendNotice = new SendNotice(sendMail, clock);
        var sendInvitation = new SendInvitation(users, sendMail, () -> "https://club.example");
        var checkLink = new CheckLink(links, users, linkCodes, clock);
        mailbox = new Mailbox(outbox, new ProcessLinkRequest(transactions, linkRequests, users, sendLink), clock);
        unsubscribeTokens = new UnsubscribeTokens(keyedHash);
        var admitIdentity = new AdmitIdentity(
                transactions, users, identities, revocations, policy, invitations, clock, UUID::randomUUID);
        context.registerSingleton(InstantSource.class, clock)
                .registerSingleton(TokenRevocations.class, revocations)
                .registerSingleton(new CreateUser(
                        transactions,
                        users,
                        new InMemoryNameClaims(),
                        passwords,
                        policy,
                        invitations,
                        sendLink,
                        sendMail,
                        clock,
                        UUID::randomUUID))
                .registerSingleton(new GetUser(users))
                .registerSingleton(new ListUsers(directory))
                .registerSingleton(new GetUserStatistics(directory, clock))
                .registerSingleton(new UpdateUser(
                        transactions,
                        users,
                        admins,
                        passwords,
                        revocations,
                        relay,
                        policy,
                        sendLink,
                        sendNotice,
                        clock,
                        false))
                .registerSingleton(new DeleteUser(transactions, users, admins, revocations, relay))
                .registerSingleton(new SignIn(transactions, users, passwords, openSession, policy, UUID::randomUUID))
                .registerSingleton(new RefreshSession(transactions, refreshTokens, users, openSession, clock))
                .registerSingleton(new SignOut(transactions, refreshTokens))
                .registerSingleton(ManagedLoggingSystem.class, new InMemoryLoggingSystem())
                .registerSingleton(
                        new ExchangeSignInCode(transactions, codes, users, openSession, clock, UUID::randomUUID))
                .registerSingleton(new RequestLink(linkRequests, clock, TestServer::nobodyWaits))
                .registerSingleton(new DescribeLink(transactions, checkLink))
                .registerSingleton(new VerifyEmail(transactions, users, links, checkLink, sendMail, clock))
                .registerSingleton(
                        new DisownAccount(transactions, users, identities, revocations, links, checkLink, clock))
                .registerSingleton(new ResetPassword(
                        transactions, users, identities, passwords, revocations, links, checkLink, sendNotice, clock))
                .registerSingleton(new RestoreEmail(
                        transactions, users, identities, revocations, links, checkLink, sendLink, clock))
                .registerSingleton(new DescribeUnsubscription(users, unsubscribeTokens))
                .registerSingleton(new Unsubscribe(transactions, users, unsubscribeTokens, clock))
                .registerSingleton(new Announce(transactions, outbox, clock, TestServer::nobodyWaits))
                .registerSingleton(new ListMails(outbox))
                .registerSingleton(new GetMail(outbox))
                .registerSingleton(new RetryMail(transactions, outbox, clock, TestServer::nobodyWaits))
                .registerSingleton(new Invite(
                        transactions,
                        invitations,
                        users,
                        rooms,
                        policy,
                        sendInvitation,
                        clock,
                        UUID::randomUUID,
                        TestServer::randomSecret))
                .registerSingleton(new ListInvitations(invitations))
                .registerSingleton(new WithdrawInvitation(transactions, invitations, clock))
                .registerSingleton(new ResendInvitation(
                        transactions, invitations, users, sendInvitation, clock, TestServer::randomSecret))
                .registerSingleton(new DescribeInvitation(invitations, policy, clock))
                .registerSingleton(new ListRooms(rooms))
                .registerSingleton(new CreateRoom(transactions, rooms, clock))
                .registerSingleton(new DeleteRoom(transactions, rooms, relay))
                .registerSingleton(new ReadHistory(rooms, messages))
                .registerSingleton(HealthCheck.class, database)
                .registerSingleton(
                        SystemFigures.class,
                        () -> new SystemInfo(5.5, 1000, 500, 50.0, 100, 10, "host", "Linux", "12", "6.1"))
                .start();
        // Registered after the start, because it needs a bean of the context.
        IdentityProviders providers = context.getBean(IdentityProviders.class);
        context.registerSingleton(new BeginExternalSignIn(
                providers,
                attempts,
                clock,
                TestServer::randomSecret,
                context.getBean(OAuthSettings.class).returnUrls()));
        context.registerSingleton(new CompleteExternalSignIn(
                transactions,
                providers,
                attempts,
                admitIdentity,
                users,
                openSession,
                codes,
                clock,
                UUID::randomUUID,
                TestServer::randomSecret));
        undo = transactions.savepoint();
        address = context.getBean(EmbeddedServer.class).start().getURI();
        Runtime.getRuntime().addShutdownHook(new Thread(context::close));
    }

    /** Resets the shared server: it is healthy and stores nothing but one administrator. */
    public static TestServer fresh() {
        INSTANCE.reset();
        return INSTANCE;
    }

    /** Another server, for a test that stops it. */
    public static TestServer another() {
        return another(Map.of());
    }

    /** Another server, with these properties instead of the defaults for tests. */
    public static TestServer another(Map<String, Object> properties) {
        return another(properties, new Object[0]);
    }

    /** Another server with these records of settings instead of the defaults for tests; the caller closes its context. */
    public static TestServer with(Object... settings) {
        return another(Map.of(), settings);
    }

    private static TestServer another(Map<String, Object> properties, Object... settings) {
        TestServer another = new TestServer(properties, settings);
        another.reset();
        return another;
    }

    private static String randomSecret() {
        return (UUID.randomUUID() + "-" + UUID.randomUUID()).replace("-", "").substring(0, 43);
    }

    /** The mailbox sends mails when a test looks for them. */
    private static void nobodyWaits() {}

    private void reset() {
        provider.reset(clock);
        users.recover();
        mailbox.empty();
        database.up = true;
        database.readOnly = false;
        clock.set(START);
        undo.run();
        admin = add("admin", Role.ADMIN);
    }

    /** Stores a user who can sign in with {@link #PASSWORD}. */
    public User add(String username, Role role) {
        User user = UserFixture.user()
                .username(username)
                .email(username + "@example.com")
                .passwordHash(passwords.hash(PASSWORD))
                .role(role)
                .createdAt(clock.instant())
                .build();
        stored.add(user);
        return user;
    }

    /** The stored version of the user. */
    public User stored(User user) {
        return stored.find(user.id()).orElseThrow();
    }

    /** Removes the user from the store without revoking their tokens. */
    public void removeQuietly(User user) {
        stored.remove(user.id());
    }

    public User admin() {
        return admin;
    }

    /** An access token of this user. */
    public String token(User user) {
        return tokens.issue(user, clock.instant()).value();
    }

    public String adminToken() {
        return token(admin);
    }

    public URI address() {
        return address;
    }

    public ApplicationContext context() {
        return context;
    }

    /** A request to this server. */
    public Call call(String method, String path) {
        return new Call(address, method, path);
    }

    /** A health check that tests turn on and off. */
    public static final class Switch implements HealthCheck {
        public volatile boolean up = true;
        public volatile boolean readOnly;

        @Override
        public String name() {
            return "database";
        }

        @Override
        public State state() {
            if (!up) {
                return State.DOWN;
            }
            return readOnly ? State.READ_ONLY : State.UP;
        }
    }
}
