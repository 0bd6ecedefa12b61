package io.clubroom.web.support;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.mail.ProcessLinkRequest;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.UnsubscribeTokens;
import io.clubroom.domain.PublicName;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.chat.DirectoryScope;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.factor.RandomBytes;
import io.clubroom.domain.factor.RecoveryCodeHasher;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.file.AcceptedTypes;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Pictures;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.mail.MailSignal;
import io.clubroom.domain.mail.MailTemplates;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.files.FolderStore;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryRefreshTokens;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessageSearch;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryPeopleDirectory;
import io.clubroom.memory.chat.InMemoryReports;
import io.clubroom.memory.chat.InMemoryRoomMembers;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemorySanctions;
import io.clubroom.memory.chat.InMemoryUserBlocks;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
import io.clubroom.memory.factor.InMemoryPendingSignIns;
import io.clubroom.memory.factor.InMemoryRecoveryCodes;
import io.clubroom.memory.factor.InMemorySecondFactors;
import io.clubroom.memory.factor.InMemoryTotpSecrets;
import io.clubroom.memory.factor.InMemoryWrongAnswers;
import io.clubroom.memory.file.InMemoryAvatars;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryStoreIdentity;
import io.clubroom.memory.file.InMemoryThumbnails;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.identity.InMemorySignInAttempts;
import io.clubroom.memory.identity.InMemorySignInCodes;
import io.clubroom.memory.identity.InMemoryUserIdentities;
import io.clubroom.memory.invitation.InMemoryInvitations;
import io.clubroom.memory.mail.InMemoryAccountLinks;
import io.clubroom.memory.mail.InMemoryLinkRequests;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.passkey.InMemoryPasskeyChallenges;
import io.clubroom.memory.passkey.InMemoryPasskeys;
import io.clubroom.memory.session.InMemorySessions;
import io.clubroom.memory.user.InMemoryAdmins;
import io.clubroom.memory.user.InMemoryNameClaims;
import io.clubroom.memory.user.InMemoryUserDirectory;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.pictures.ImageIoPictures;
import io.clubroom.pictures.TikaContentInspector;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.file.WatchedStore;
import io.clubroom.testkit.password.QuickPasswordHasher;
import io.clubroom.testkit.user.UserFixture;
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
import io.clubroom.web.passkey.PasskeySettings;
import io.clubroom.webauthn.WebAuthn4jCeremonies;
import io.micronaut.context.ApplicationContext;
import io.micronaut.management.endpoint.loggers.ManagedLoggingSystem;
import io.micronaut.runtime.server.EmbeddedServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The REST API over in-memory adapters, on a free port. All tests of a run share it; each starts with one administrator. */
public final class TestServer {
    /** The key of access tokens, long enough for the algorithms that must be refused, too. */
    public static final String SECRET = "a secret for tests that is at least sixty-four bytes long, as HS512 needs";

    /** The lifetime of access tokens. */
    public static final Duration EXPIRATION = Duration.ofHours(1);

    /** What files users may have. */
    public static final FilePolicy FILES = new FilePolicy(
            1 << 20,
            3 << 20,
            new AcceptedTypes(List.of(new MediaType("image/*"), new MediaType("text/*"), MediaType.OCTETS)),
            false);

    /** A picture of 4 × 3 pixels. */
    public static final byte[] PNG = png();

    /** The bytes of a file whose type is not accepted. */
    public static final String UNACCEPTED = "%PDF-1.4 and so on";

    /** The password of every user that {@link #add} stores. */
    public static final Password PASSWORD = new Password("SecurePass123");

    private static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final JwtSettings JWT = new JwtSettings(SECRET, new AccessTokenLifetime(EXPIRATION));
    private static final ProviderDouble PROVIDER = new ProviderDouble();
    private static final TestServer INSTANCE = new TestServer(Map.of());

    public final TestClock clock = new TestClock(START);
    public final QuickPasswordHasher passwords = new QuickPasswordHasher(12);
    public final FailingUsers users;
    public final Switch database = new Switch();
    public final ProviderDouble provider;
    public final InMemoryRooms rooms;
    public final InMemoryContents contents;
    public final InMemoryFiles files;
    public final WatchedStore store = new WatchedStore(folder());
    public final InMemoryMessages messages;
    public final Mailbox mailbox;
    public final InMemoryPasskeys passkeys;
    public final UnsubscribeTokens unsubscribeTokens;

    private final InMemoryUsers stored;
    private final InMemorySessions sessions;

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
        sessions = new InMemorySessions(transactions, stored);
        var totpSecrets = new InMemoryTotpSecrets(transactions, stored);
        var recoveryCodes = new InMemoryRecoveryCodes(transactions, stored);
        passkeys = new InMemoryPasskeys(transactions, stored);
        users = new FailingUsers(stored);
        rooms = new InMemoryRooms(transactions, clock);
        contents = new InMemoryContents(transactions);
        var uploads = new InMemoryUploads(transactions, stored, contents);
        files = new InMemoryFiles(transactions, stored, contents, uploads);
        messages = new InMemoryMessages(rooms, stored, files);
        var revocations = new InMemoryTokenRevocations(transactions);
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
                                RoomCreators.DEFAULT,
                                DirectoryScope.ALL,
                                new PasswordPolicy(false),
                                new PasskeySettings(List.of()),
                                new PublicUrlSettings(Optional.of(URI.create("https://club.example"))),
                                new LimitSettings(false, 1200, 1200, 10, 100, 60, 20, 20, 10, 300, 20),
                                new ProxySettings(List.of()),
                                new ConnectionSettings(Duration.ofSeconds(10), Duration.ofSeconds(20)),
                                new ConnectionLimits(Integer.MAX_VALUE, 10_000),
                                FILES,
                                DirectMemory.ofProcess(),
                                new DatabaseThreadsSettings(8, Duration.ofSeconds(5))),
                        Stream.of(settings))
                .forEach(each -> allSettings.put(each.getClass(), each));
        allSettings.values().forEach(context::registerSingleton);
        RelyingParty relyingParty = relyingParty(context);
        AtomicInteger codes = new AtomicInteger();
        InMemoryLinkRequests linkRequests = new InMemoryLinkRequests(transactions);
        InMemoryOutbox outbox = new InMemoryOutbox(transactions, stored);
        InMemoryVisibleRooms visibleRooms = new InMemoryVisibleRooms(rooms, stored);
        context.registerSingleton(transactions)
                .registerSingleton(new InMemoryThumbnails(transactions, files, contents))
                .registerSingleton(new InMemoryAvatars(transactions, stored, contents))
                .registerSingleton(ContentStore.class, store)
                .registerSingleton(new TikaContentInspector())
                .registerSingleton(Pictures.class, ImageIoPictures.forThisMachine())
                .registerSingleton(users)
                .registerSingleton(rooms)
                .registerSingleton(new InMemoryRoomReads(rooms, stored))
                .registerSingleton(new InMemoryRoomMembers(rooms, stored))
                .registerSingleton(new InMemoryUserBlocks(rooms, stored))
                .registerSingleton(visibleRooms)
                .registerSingleton(new InMemoryPeopleDirectory(rooms, stored))
                .registerSingleton(contents)
                .registerSingleton(uploads)
                .registerSingleton(files)
                .registerSingleton(messages)
                .registerSingleton(new InMemoryMessageSearch(visibleRooms, messages))
                .registerSingleton(new ChangeMessages(
                        messages,
                        revocations,
                        clock,
                        () -> new MessageId(UUID.randomUUID()),
                        EditWindow.DEFAULT,
                        entry -> context.getBean(ModerationLog.class).record(entry)))
                .registerSingleton(new InMemorySanctions(rooms, stored))
                .registerSingleton(new InMemoryReports(rooms, stored, messages))
                .registerSingleton(passwords)
                .registerSingleton(outbox)
                .registerSingleton(new InMemoryAdmins(stored))
                .registerSingleton(new InMemoryUserDirectory(stored))
                .registerSingleton(new InMemoryNameClaims())
                .registerSingleton(sessions)
                .registerSingleton(totpSecrets)
                .registerSingleton(recoveryCodes)
                .registerSingleton(new InMemoryWrongAnswers(transactions, stored))
                .registerSingleton(new InMemoryPendingSignIns(transactions, stored))
                .registerSingleton(passkeys)
                .registerSingleton(new InMemoryPasskeyChallenges(transactions, stored))
                .registerSingleton(PasskeyCeremonies.class, new WebAuthn4jCeremonies(relyingParty))
                .registerSingleton(new InMemorySecondFactors(totpSecrets, recoveryCodes, passkeys, relyingParty))
                .registerSingleton(RandomBytes.class, (RandomBytes) TestServer::randomBytes)
                .registerSingleton(RecoveryCodeHasher.class, (RecoveryCodeHasher)
                        (code, salt) -> SecretHash.of(code.text() + salt.hex()))
                .registerSingleton(SecondFactorPolicy.OPTIONAL)
                .registerSingleton(new AccessTokenLifetime(EXPIRATION))
                .registerSingleton(new PublicName("Clubroom"))
                .registerSingleton(new InMemoryRefreshTokens(transactions, stored))
                .registerSingleton(revocations)
                .registerSingleton(new InMemoryUserIdentities(transactions, stored))
                .registerSingleton(new InMemorySignInAttempts(transactions))
                .registerSingleton(new InMemorySignInCodes(transactions, stored))
                .registerSingleton(new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), transactions))
                .registerSingleton(new InMemoryAccountLinks(transactions, stored, clock))
                .registerSingleton(linkRequests)
                .registerSingleton(new InMemoryInvitations(transactions, stored))
                .registerSingleton(InstantSource.class, clock)
                .registerSingleton(IntSupplier.class, codes::incrementAndGet)
                .registerSingleton(KeyedHash.class, (purpose, text) -> SecretHash.of("key " + purpose + " " + text))
                .registerSingleton(MailTemplates.class, (kind, _) -> kind.text())
                // The mailbox sends mails when a test looks for them.
                .registerSingleton(MailSignal.class, () -> {})
                .registerSingleton(ManagedLoggingSystem.class, new InMemoryLoggingSystem())
                .registerSingleton(HealthCheck.class, database)
                .registerSingleton(
                        SystemFigures.class,
                        () -> new SystemInfo(5.5, 1000, 500, 50.0, 100, 10, "host", "Linux", "12", "6.1"))
                .start();
        tokens = context.getBean(AccessTokens.class);
        ProcessLinkRequest processLinkRequest =
                new ProcessLinkRequest(transactions, linkRequests, users, context.getBean(SendLink.class));
        mailbox = new Mailbox(outbox, processLinkRequest, clock);
        unsubscribeTokens = context.getBean(UnsubscribeTokens.class);
        undo = transactions.savepoint();
        address = context.getBean(EmbeddedServer.class).start().getURI();
        Runtime.getRuntime().addShutdownHook(new Thread(context::close));
    }

    private static ContentStore folder() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "files");
            return new FolderStore(folder, FolderStore.spool(folder), new InMemoryStoreIdentity());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] png() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "png", png);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return png.toByteArray();
    }

    /** The one of the server, which is not known before it starts. */
    private static RelyingParty relyingParty(ApplicationContext context) {
        return new RelyingParty() {
            @Override
            public String id() {
                return context.getBean(RelyingParty.class).id();
            }

            @Override
            public Set<String> origins() {
                return context.getBean(RelyingParty.class).origins();
            }
        };
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

    /** Another server with these records of settings instead of the defaults for tests; the caller closes its context. */
    public static TestServer with(Object... settings) {
        return another(Map.of(), settings);
    }

    /** Another server with these properties, and records of settings, instead of the defaults for tests; the caller closes its context. */
    public static TestServer another(Map<String, Object> properties, Object... settings) {
        TestServer another = new TestServer(properties, settings);
        another.reset();
        return another;
    }

    /** Undoes what tests have changed: the server is healthy and stores nothing but one administrator. */
    public void reset() {
        provider.reset(clock);
        users.recover();
        store.comeBack();
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

    private static byte[] randomBytes(int number) {
        byte[] bytes = new byte[number];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** An access token of a new session of this user, who signed in with a password. */
    public String token(User user) {
        return token(user, clock.instant());
    }

    /** Like {@link #token(User)}, issued at this time. */
    public String token(User user, Instant time) {
        return tokens.issue(user, openedSession(user, time), false, time).value();
    }

    private Session openedSession(User user, Instant time) {
        Session session = Session.opened(
                new SessionId(UUID.randomUUID()),
                user,
                SignInMethod.PASSWORD,
                Set.of(AuthenticationMethod.PWD),
                Device.UNKNOWN,
                time,
                EXPIRATION);
        sessions.add(session, Integer.MAX_VALUE);
        return session;
    }

    /** A token of this user that is good for adding a second factor only. */
    public String enrollmentToken(User user) {
        Instant now = clock.instant();
        return tokens.issue(user, openedSession(user, now), true, now).value();
    }

    public String adminToken() {
        return token(stored.find(admin.id()).orElse(admin));
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
