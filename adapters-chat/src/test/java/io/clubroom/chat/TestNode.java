package io.clubroom.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.auth.ContinueSession;
import io.clubroom.application.auth.IssueTokens;
import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.RenewTokens;
import io.clubroom.application.auth.RevokeSession;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.application.auth.StepUp;
import io.clubroom.application.chat.ChangeMessage;
import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.DescribeRooms;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.GetRoom;
import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.application.chat.MarkRead;
import io.clubroom.application.chat.MarkReadings;
import io.clubroom.application.chat.ReadActivity;
import io.clubroom.application.chat.ReadMemberships;
import io.clubroom.application.chat.moderation.ReportMessage;
import io.clubroom.application.mail.LinkCodes;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendMail;
import io.clubroom.application.mail.SendNotice;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.GetUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.chat.connection.Connections;
import io.clubroom.chat.feed.RoomJson;
import io.clubroom.chat.upgrade.ErrorResponseFactory;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryRefreshTokens;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryReports;
import io.clubroom.memory.chat.InMemoryRoomMembers;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemorySanctions;
import io.clubroom.memory.chat.InMemoryUserBlocks;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.mail.InMemoryAccountLinks;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.session.InMemorySessions;
import io.clubroom.memory.user.InMemoryAdmins;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.auth.ReadableAccessTokens;
import io.clubroom.testkit.chat.ForwardedMessages;
import io.clubroom.testkit.password.QuickPasswordHasher;
import io.clubroom.testkit.user.UserFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server with nothing but the chat, over an in-memory store that several nodes may share. */
public final class TestNode implements AutoCloseable {
    /** The store and the relay that nodes share. */
    public static final class World {
        final InMemoryTransactions transactions = new InMemoryTransactions();
        final InMemoryUsers users = new InMemoryUsers(transactions);
        final InMemoryRooms rooms = new InMemoryRooms(transactions);
        final InMemoryRoomReads reads = new InMemoryRoomReads(rooms, users);
        final InMemoryRoomMembers members = new InMemoryRoomMembers(rooms, users);
        final InMemoryUserBlocks blocks = new InMemoryUserBlocks(rooms, users);
        final InMemoryVisibleRooms visibleRooms = new InMemoryVisibleRooms(rooms, users);
        final InMemoryContents contents = new InMemoryContents(transactions);
        final InMemoryFiles files =
                new InMemoryFiles(transactions, users, contents, new InMemoryUploads(transactions, users, contents));
        final InMemoryMessages stored = new InMemoryMessages(rooms, users, files);
        final InMemorySanctions sanctions = new InMemorySanctions(rooms, users);
        final InMemoryReports reports = new InMemoryReports(rooms, users, stored);
        final InMemoryTokenRevocations revocations = new InMemoryTokenRevocations(transactions);
        final InMemoryRoomRelay.Network network = new InMemoryRoomRelay.Network();
        volatile boolean away;
        volatile Duration ahead = Duration.ZERO;
        final InstantSource clock = () -> Instant.now().plus(ahead);
        /** The rooms whose next append blocks after storing, until its latch is released. */
        final Map<RoomId, CountDownLatch> held = new ConcurrentHashMap<>();

        public World() {
            for (String id : List.of("general", "support")) {
                rooms.add(new Room(new RoomId(id), new RoomName(id), Instant.EPOCH));
            }
        }

        final Messages messages = new ForwardedMessages(stored) {
            @Override
            public List<Outcome> append(List<? extends ChangeDraft> drafts) {
                refuseIfAway();
                List<Outcome> outcomes = super.append(drafts);
                CountDownLatch letGo = held.remove(drafts.getFirst().room());
                if (letGo != null) {
                    try {
                        letGo.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                }
                return outcomes;
            }

            @Override
            public List<Message> newest(RoomId room, long after, long before, int limit) {
                refuseIfAway();
                return super.newest(room, after, before, limit);
            }

            @Override
            public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
                refuseIfAway();
                return super.following(after, limit);
            }

            @Override
            public Map<RoomId, List<RoomChange>> changes(Map<RoomId, Long> after, int limit) {
                refuseIfAway();
                return super.changes(after, limit);
            }
        };

        private void refuseIfAway() {
            if (away) {
                throw new Unavailable(Unavailable.What.DATABASE, Duration.ofSeconds(1), "away", null);
            }
        }

        /** A picture of a user. */
        StoredFile picture(User owner, String name) {
            StoredFile file = new StoredFile(
                    new FileId(UUID.randomUUID()),
                    owner.id(),
                    new FileName(name),
                    new MediaType("image/png"),
                    1_234,
                    Sha256.of(new byte[32]),
                    new Dimensions(640, 480),
                    new ContentId(UUID.randomUUID()),
                    false,
                    Instant.parse("2026-01-01T00:00:00Z"));
            contents.begin(file.content(), Instant.EPOCH);
            files.add(file);
            return file;
        }

        public User user(String fullName) {
            User user = UserFixture.user().fullName(fullName).build();
            users.add(user);
            return user;
        }
    }

    /** A relay whose inbound side can be interrupted. */
    private static final class InterruptibleRelay implements RoomRelay {
        private final RoomRelay relay;
        private volatile boolean interrupted;
        private volatile @Nullable Listener listener;

        private final Listener inbound = new Listener() {
            @Override
            public void heard(NodeId node, RoomSignal signal) {
                tell(present -> present.heard(node, signal));
            }

            @Override
            public void roomDeleted(RoomId room) {
                tell(present -> present.roomDeleted(room));
            }

            @Override
            public void memberRemoved(RoomId room, UserId user, Departure reason) {
                tell(present -> present.memberRemoved(room, user, reason));
            }

            @Override
            public void memberAdded(RoomId room, UserId user) {
                tell(present -> present.memberAdded(room, user));
            }

            @Override
            public void publicRoomAdded(RoomId room) {
                tell(present -> present.publicRoomAdded(room));
            }

            @Override
            public void publicRoomRemoved(RoomId room, Set<UserId> banned) {
                tell(present -> present.publicRoomRemoved(room, banned));
            }

            @Override
            public void authorChanged(UserId user) {
                tell(present -> present.authorChanged(user));
            }

            @Override
            public void appeared(NodeId node) {
                tell(present -> present.appeared(node));
            }

            @Override
            public void vanished(NodeId node) {
                tell(present -> present.vanished(node));
            }

            @Override
            public void resumed() {
                tell(Listener::resumed);
            }
        };

        InterruptibleRelay(RoomRelay relay) {
            this.relay = relay;
        }

        void interrupt(boolean nowInterrupted) {
            interrupted = nowInterrupted;
            if (!nowInterrupted) {
                tell(Listener::resumed);
            }
        }

        private void tell(Consumer<Listener> event) {
            Listener present = listener;
            if (present != null && !interrupted) {
                event.accept(present);
            }
        }

        @Override
        public void send(RoomSignal signal) {
            relay.send(signal);
        }

        @Override
        public void stored(RoomId room, long seq) {
            relay.stored(room, seq);
        }

        @Override
        public void read(RoomSignal.Read read) {
            relay.read(read);
        }

        @Override
        public void roomDeleted(RoomId room) {
            relay.roomDeleted(room);
        }

        @Override
        public void memberRemoved(RoomId room, UserId user, Departure reason) {
            relay.memberRemoved(room, user, reason);
        }

        @Override
        public void membersAdded(RoomId room, Collection<UserId> users) {
            relay.membersAdded(room, users);
        }

        @Override
        public void publicRoomAdded(RoomId room) {
            relay.publicRoomAdded(room);
        }

        @Override
        public void publicRoomRemoved(RoomId room, Collection<UserId> banned) {
            relay.publicRoomRemoved(room, banned);
        }

        @Override
        public void authorChanged(UserId user) {
            relay.authorChanged(user);
        }

        @Override
        public void reconnect() {
            relay.reconnect();
        }

        @Override
        public void listen(Listener newListener) {
            listener = newListener;
            relay.listen(inbound);
        }
    }

    static final ChatSettings SETTINGS = new ChatSettings(20, 1_048_576, List.of(), 100_000);

    private final World world;
    private final EmbeddedServer server;
    private final InterruptibleRelay relay;

    private TestNode(World world, EmbeddedServer server, InterruptibleRelay relay) {
        this.world = world;
        this.server = server;
        this.relay = relay;
    }

    public static TestNode start(World world, Map<String, Object> properties) {
        return start(world, SETTINGS, properties);
    }

    public static TestNode start(World world, ChatSettings settings) {
        return start(world, settings, Map.of());
    }

    private static TestNode start(World world, ChatSettings settings, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "micronaut.server.port",
                -1,
                "micronaut.server.host",
                "127.0.0.1",
                // As in adapters-web: the framework's own check of origins is off.
                "micronaut.server.cors.localhost-pass-through",
                true));
        all.putAll(properties);
        InterruptibleRelay relay = new InterruptibleRelay(new InMemoryRoomRelay(world.network, world.transactions));
        ApplicationContext context = ApplicationContext.builder()
                .properties(all)
                .singletons(
                        settings,
                        new ChangeMessages(
                                world.messages,
                                world.revocations,
                                InstantSource.system(),
                                () -> new MessageId(UUID.randomUUID()),
                                EditWindow.DEFAULT,
                                _ -> {}),
                        new EnterRoom(world.rooms, world.rooms, world.reads),
                        new MarkReadings(world.rooms, world.reads, relay),
                        new FollowRooms(world.rooms, world.messages),
                        new GetUser(world.users),
                        new GetRoom(world.visibleRooms, new DescribeRooms(world.stored, world.rooms, world.reads)),
                        new ReadActivity(world.reads),
                        new ReadMemberships(world.members),
                        new ReportMessage(
                                world.transactions,
                                world.rooms,
                                world.sanctions,
                                world.messages,
                                world.reports,
                                world.clock,
                                UUID::randomUUID),
                        new ReadableTokens(world.revocations, world.clock))
                .build();
        context.registerSingleton(RoomRelay.class, relay);
        context.registerSingleton(ErrorResponseFactory.class, (ErrorResponseFactory) (request, status, code, message) ->
                HttpResponse.status(HttpStatus.valueOf(status)).header("X-Code", code));
        context.registerSingleton(RoomJson.class, (RoomJson)
                room -> "{\"id\":\"" + room.summary().room().id().value() + "\"}");
        context.registerSingleton(RoomStandings.class, world.rooms);
        context.registerSingleton(TokenRevocations.class, world.revocations);
        context.registerSingleton(InstantSource.class, world.clock);
        context.registerSingleton(MeterRegistry.class, new SimpleMeterRegistry());
        EmbeddedServer server = context.start().getBean(EmbeddedServer.class).start();
        return new TestNode(world, server, relay);
    }

    static TestNode start(World world) {
        return start(world, SETTINGS);
    }

    World world() {
        return world;
    }

    public URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + server.getPort() + path);
    }

    public int connections() {
        return server.getApplicationContext().getBean(Connections.class).count();
    }

    /** Interrupts the signals from other nodes, or resumes them. */
    void interruptRelay(boolean interrupted) {
        relay.interrupt(interrupted);
    }

    ApplicationContext context() {
        return server.getApplicationContext();
    }

    /** Posts a message of a user who is not connected, over this node. */
    ChangeMessage.Result post(User user, String room, String text) {
        return change(
                user, room, sender -> new ChangeMessages.Post(sender, new RoomId(room), MessageText.of(text), null));
    }

    /** Makes a change of a user who is not connected, over this node. */
    ChangeMessage.Result change(User user, String room, Function<Actor.SignedIn, ChangeMessages.Request> change) {
        ChangeMessages changeMessages = server.getApplicationContext().getBean(ChangeMessages.class);
        return new ChangeMessage(changeMessages, world.rooms, relay)
                .change(Actor.SignedIn.of(user), new RoomId(room), change);
    }

    /** Lets a user who is not connected have read a room, over this node. */
    MarkRead.Result markRead(User user, String room, long seq) {
        return new MarkRead(world.transactions, world.rooms, world.reads, relay)
                .mark(Actor.SignedIn.of(user), new RoomId(room), () -> seq);
    }

    /** Deletes a room, over this node. */
    void deleteRoom(RoomId room) {
        deleteRoom(room, newAdmin());
    }

    /** Deletes a room for one of its owners, over this node. */
    void deleteRoom(RoomId room, User owner) {
        deleteRoom(room, Actor.SignedIn.of(owner));
    }

    private void deleteRoom(RoomId room, Actor owner) {
        new DeleteRoom(
                        world.transactions,
                        world.rooms,
                        world.rooms,
                        world.members,
                        world.rooms,
                        server.getApplicationContext().getBean(RoomRelay.class))
                .delete(owner, room);
    }

    private Actor newAdmin() {
        User admin = UserFixture.admin().build();
        world.users.add(admin);
        return Actor.SignedIn.of(admin);
    }

    /** Gives a user another full name, over this node. */
    void rename(User user, String fullName) {
        UserChange change = UserChange.NOTHING.withFullName(new FullName(fullName));
        SendMail sendMail = new SendMail(
                world.transactions,
                new InMemoryOutbox(world.transactions, world.users),
                (kind, _) -> kind.text(),
                world.clock,
                UUID::randomUUID,
                () -> {});
        SendLink sendLink = new SendLink(
                new InMemoryAccountLinks(world.transactions, world.users, world.clock),
                sendMail,
                new LinkCodes((_, text) -> SecretHash.of(text), () -> 0),
                world.clock,
                () -> UUID.randomUUID().toString(),
                () -> "https://club.example");
        InMemorySessions sessions = new InMemorySessions(world.transactions, world.users);
        InMemoryRefreshTokens refreshTokens = new InMemoryRefreshTokens(world.transactions, world.users);
        SecondFactors secondFactors = _ -> Set.of();
        RevokeSession revokeSession = new RevokeSession(sessions, refreshTokens, world.revocations, world.clock);
        AccessTokenLifetime lifetime = new AccessTokenLifetime(ReadableAccessTokens.LIFETIME);
        IssueTokens issueTokens = new IssueTokens(
                new ReadableAccessTokens(),
                refreshTokens,
                secondFactors,
                SecondFactorPolicy.OPTIONAL,
                world.clock,
                () -> UUID.randomUUID().toString());
        UpdateUser update = new UpdateUser(
                world.transactions,
                world.users,
                new InMemoryAdmins(world.users),
                new QuickPasswordHasher(12),
                new RevokeSessions(sessions, world.revocations),
                new ContinueSession(
                        world.transactions,
                        sessions,
                        new OpenSession(sessions, revokeSession, lifetime, issueTokens, world.clock, UUID::randomUUID),
                        new RenewTokens(sessions, lifetime, issueTokens, world.clock),
                        world.clock),
                new StepUp(secondFactors, world.clock),
                world.members,
                new HandOverRooms(world.rooms, world.members, relay),
                relay,
                RegistrationPolicy.OPEN,
                sendLink,
                new SendNotice(sendMail, world.clock),
                world.clock,
                new PasswordPolicy(false));
        Actor self = Actor.SignedIn.of(user);
        assertThat(update.update(self, new UpdateUser.Command(user.id(), change, null, null, _ -> true)))
                .isInstanceOf(UpdateUser.Result.Updated.class);
    }

    /** Deletes a user, over this node. */
    void delete(User user) {
        DeleteUser delete = new DeleteUser(
                world.transactions,
                world.users,
                new InMemoryAdmins(world.users),
                world.revocations,
                world.members,
                new HandOverRooms(world.rooms, world.members, relay),
                relay);
        assertThat(delete.delete(newAdmin(), user.id(), _ -> true)).isEqualTo(new DeleteUser.Result.Deleted());
    }

    public static String token(User user) {
        return token(user, Instant.now().plusSeconds(3600));
    }

    static String token(User user, Instant expiresAt) {
        return user.id() + "_" + user.tokenVersion() + "_" + expiresAt.toEpochMilli();
    }

    /** Unsigned tokens. */
    private record ReadableTokens(TokenRevocations revocations, InstantSource clock) implements AccessTokenVerifier {
        @Override
        public Optional<VerifiedToken> verify(String token) {
            if (!token.matches("[0-9a-f-]{36}_[0-9]{1,9}_[0-9]{1,18}")) {
                return Optional.empty();
            }
            String[] parts = token.split("_");
            UserId user = UserId.of(parts[0]);
            int version = Integer.parseInt(parts[1]);
            Instant expiresAt = Instant.ofEpochMilli(Long.parseLong(parts[2]));
            Actor.SignedIn bearer = new Actor.SignedIn(user, Role.CLIENT, version);
            return revocations.isRevoked(bearer) || !clock.instant().isBefore(expiresAt)
                    ? Optional.empty()
                    : Optional.of(new VerifiedToken(bearer, expiresAt));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
