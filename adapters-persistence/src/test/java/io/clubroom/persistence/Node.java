package io.clubroom.persistence;

import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Notices;
import io.clubroom.domain.chat.PeopleDirectory;
import io.clubroom.domain.chat.RemovedRooms;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.chat.VisibleRooms;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoreIdentity;
import io.clubroom.domain.file.Thumbnails;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.session.Sessions;
import io.clubroom.persistence.auth.JdbcRefreshTokens;
import io.clubroom.persistence.auth.JdbcTokenRevocations;
import io.clubroom.persistence.identity.JdbcSignInAttempts;
import io.clubroom.persistence.identity.JdbcSignInCodes;
import io.clubroom.persistence.identity.JdbcUserIdentities;
import io.clubroom.persistence.migration.MigrationTarget;
import io.clubroom.persistence.user.JdbcAdmins;
import io.clubroom.persistence.user.JdbcUserDirectory;
import io.clubroom.persistence.user.JdbcUsers;
import io.clubroom.testkit.factor.SecondFactorsContract;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.data.repository.GenericRepository;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.ExecutableMethod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The adapters of one server, with their own pool. */
public final class Node implements AutoCloseable {
    private static final EncryptionKeys KEYS = new EncryptionKeys(new byte[EncryptionKeys.BYTES], Optional.empty());

    private static final AccessTokenLifetime ACCESS_TOKEN_LIFETIME = new AccessTokenLifetime(Duration.ofDays(1));

    private final ApplicationContext context;

    private Node(ApplicationContext context) {
        this.context = context;
    }

    /** Patient: on a busy machine, its statements may take long. */
    public static Node on(DatabaseUrl database, int connections) {
        return on(database, connections, new SimpleMeterRegistry());
    }

    public static Node on(DatabaseUrl database, int connections, MeterRegistry meters) {
        return start(patient(database, connections), meters, KEYS, ACCESS_TOKEN_LIFETIME);
    }

    /** With these keys for what it stores. */
    public static Node on(DatabaseUrl database, int connections, EncryptionKeys keys) {
        return start(patient(database, connections), new SimpleMeterRegistry(), keys, ACCESS_TOKEN_LIFETIME);
    }

    /** With all connections open and the time limits of a server. */
    public static Node asInAServer(DatabaseUrl database, int connections) {
        return start(properties(database, connections), new SimpleMeterRegistry(), KEYS, ACCESS_TOKEN_LIFETIME);
    }

    /** Migrates its database first, as a server does. It may be to an earlier schema, so nothing else reads it. */
    public static Node migrating(MigrationTarget target) {
        Map<String, Object> properties = properties(target.url(), 1);
        properties.put("flyway.datasources.default.enabled", true);
        return start(properties, new SimpleMeterRegistry(), target);
    }

    private static Map<String, Object> patient(DatabaseUrl database, int connections) {
        Map<String, Object> properties = properties(database, connections);
        // Most tests need one or two, and PostgreSQL starts a process for each.
        properties.put("datasources.default.minimum-idle", Math.min(connections, 2));
        properties.put(
                "datasources.default.data-source-properties",
                Map.of("socketTimeout", "60", "connectTimeout", "60", "loginTimeout", "60"));
        properties.put(PatientPool.PROPERTY, true);
        return properties;
    }

    private static Map<String, Object> properties(DatabaseUrl database, int connections) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("datasources.default.url", database.jdbcUrl());
        properties.put("datasources.default.username", database.user());
        properties.put("datasources.default.password", database.password() == null ? "" : database.password());
        properties.put("datasources.default.maximum-pool-size", connections);
        properties.put("datasources.default.dialect", "POSTGRES");
        properties.put("clubroom.chat.relay", "postgres");
        return properties;
    }

    private static Node start(Map<String, Object> properties, Object... singletons) {
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(properties)
                .singletons(SecondFactorsContract.RELYING_PARTY)
                .singletons(singletons)
                .build();
        try {
            context.start();
        } catch (RuntimeException failure) {
            context.close();
            throw failure;
        }
        return new Node(context);
    }

    /** The statements of the repositories by their methods, without quotes and aliases. */
    public Map<String, String> queries() {
        Map<String, String> queries = new HashMap<>();
        for (BeanDefinition<GenericRepository> repository : context.getBeanDefinitions(GenericRepository.class)) {
            for (ExecutableMethod<?, ?> method : repository.getExecutableMethods()) {
                method.stringValue(Query.class)
                        .ifPresent(sql -> queries.put(
                                method.getDeclaringType().getSimpleName() + "." + method.getMethodName(),
                                sql.replaceAll("\\w+_row_\\.?|\"", "").replaceAll(" +", " ")));
            }
        }
        return queries;
    }

    public JdbcTransactions transactions() {
        return get(JdbcTransactions.class);
    }

    public JdbcUsers users() {
        return get(JdbcUsers.class);
    }

    public JdbcAdmins admins() {
        return get(JdbcAdmins.class);
    }

    public JdbcUserDirectory directory() {
        return get(JdbcUserDirectory.class);
    }

    public JdbcRefreshTokens refreshTokens() {
        return get(JdbcRefreshTokens.class);
    }

    public Sessions sessions() {
        return get(Sessions.class);
    }

    public JdbcTokenRevocations revocations() {
        return get(JdbcTokenRevocations.class);
    }

    public JdbcUserIdentities identities() {
        return get(JdbcUserIdentities.class);
    }

    public StoreIdentity storeIdentity() {
        return get(StoreIdentity.class);
    }

    public JdbcSignInAttempts signInAttempts() {
        return get(JdbcSignInAttempts.class);
    }

    public JdbcSignInCodes signInCodes() {
        return get(JdbcSignInCodes.class);
    }

    public TotpSecrets totpSecrets() {
        return get(TotpSecrets.class);
    }

    public RecoveryCodes recoveryCodes() {
        return get(RecoveryCodes.class);
    }

    public WrongAnswers wrongAnswers() {
        return get(WrongAnswers.class);
    }

    public PendingSignIns pendingSignIns() {
        return get(PendingSignIns.class);
    }

    public SecondFactors secondFactors() {
        return get(SecondFactors.class);
    }

    public Outbox outbox() {
        return get(Outbox.class);
    }

    public AccountLinks accountLinks() {
        return get(AccountLinks.class);
    }

    public LinkRequests linkRequests() {
        return get(LinkRequests.class);
    }

    public Invitations invitations() {
        return get(Invitations.class);
    }

    public Passkeys passkeys() {
        return get(Passkeys.class);
    }

    public PasskeyChallenges passkeyChallenges() {
        return get(PasskeyChallenges.class);
    }

    public Contents contents() {
        return get(Contents.class);
    }

    public Files files() {
        return get(Files.class);
    }

    public Uploads uploads() {
        return get(Uploads.class);
    }

    public Thumbnails thumbnails() {
        return get(Thumbnails.class);
    }

    public Avatars avatars() {
        return get(Avatars.class);
    }

    public Rooms rooms() {
        return get(Rooms.class);
    }

    public RemovedRooms removedRooms() {
        return get(RemovedRooms.class);
    }

    public Absences absences() {
        return get(Absences.class);
    }

    public Notices notices() {
        return get(Notices.class);
    }

    public Erasures erasures() {
        return get(Erasures.class);
    }

    public RoomReads roomReads() {
        return get(RoomReads.class);
    }

    public RoomStandings roomStandings() {
        return get(RoomStandings.class);
    }

    public RoomMembers roomMembers() {
        return get(RoomMembers.class);
    }

    public DirectRooms directRooms() {
        return get(DirectRooms.class);
    }

    public UserBlocks userBlocks() {
        return get(UserBlocks.class);
    }

    public VisibleRooms visibleRooms() {
        return get(VisibleRooms.class);
    }

    public PeopleDirectory people() {
        return get(PeopleDirectory.class);
    }

    public RoomStandings standings() {
        return get(RoomStandings.class);
    }

    public Messages messages() {
        return get(Messages.class);
    }

    public Sanctions sanctions() {
        return get(Sanctions.class);
    }

    public Reports reports() {
        return get(Reports.class);
    }

    public InstantSource clock() {
        return get(DatabaseClock.class);
    }

    public RoomRelay relay() {
        return get(RoomRelay.class);
    }

    public DatabaseGate gate() {
        return get(DatabaseGate.class);
    }

    /** The value of a setting of PostgreSQL in the current transaction. */
    public String setting(String name) {
        return value("SHOW " + name);
    }

    /** The only value of the result of a query in the current transaction. */
    public String value(String query) {
        return get(JdbcOperations.class).execute(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(query)) {
                row.next();
                return row.getString(1);
            }
        });
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
