package io.clubroom.bench;

import io.clubroom.bench.Row.Better;
import io.clubroom.bench.Row.Round;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows about connections that come and go, and about small rooms. */
final class ChatRows {
    private static final String ROOM = "room97";
    private static final int RETURNING = 5_000;
    private static final int USERS_RETURNING = 50;
    private static final int MISSED = 50;
    /** Messages per second while the clients return; each goes to all of them. */
    private static final int SENT_MEANWHILE = 10;

    private static final int JOINING_ROOMS = 100;
    private static final int HUNDRED = 100;
    private static final int MEMBERS = 1_000;

    private static final int RECOVERING = 200;
    private static final int USERS_RECOVERING = 10;
    private static final int SENDERS_RECOVERING = 4;
    private static final int SENT_BEFORE_THE_CRASH = 100;

    private final Net net;
    private final Database database;
    private final List<Server> servers;
    private final Rows.Pace pace;
    private final Path directory;
    private final List<Row> rows;

    ChatRows(Net net, Database database, List<Server> servers, Rows.Pace pace, Path directory, List<Row> rows) {
        this.net = net;
        this.database = database;
        this.servers = servers;
        this.pace = pace;
        this.directory = directory;
        this.rows = rows;
    }

    private Row seconds(String key, String what, double floor, double aim) {
        Row row = new Row(key, what, "s", "bare Netty", floor, aim, Better.LOWER, true);
        rows.add(row);
        return row;
    }

    /** These rows take longer than others. */
    private int rounds() {
        return pace.rounds() / 2 + 1;
    }

    /** The CPU time of the server and of PostgreSQL since the beginning of a measurement. */
    private final class Cpu {
        private final Server server;
        private final double serverBefore;
        private final double databaseBefore;

        Cpu(Server server) {
            this.server = server;
            this.serverBefore = server.cpuSeconds();
            this.databaseBefore = databaseSeconds();
        }

        private double databaseSeconds() {
            return Machine.cpuSecondsWithChildren(database.pid());
        }

        Round round(double value, double limit, double operations) {
            return new Round(
                    value,
                    limit,
                    (server.cpuSeconds() - serverBefore) * 1e6 / operations,
                    (databaseSeconds() - databaseBefore) * 1e6 / operations);
        }
    }

    /** Messages acknowledged per second, each sender in a room of its own with one message in flight. */
    void rooms() throws Exception {
        Row row = new Row("rooms", "64 senders, each in a room of its own", "1/s", "I", 1.1, 1.5, Better.HIGHER, false);
        rows.add(row);
        Map<Server, ChatLoad> loads = new LinkedHashMap<>();
        for (Server server : servers) {
            ChatLoad load = new ChatLoad(
                    net, server.port(), Database.TALKERS, i -> new ChatLoad.Join(client(2 + i), "room" + i));
            loads.put(server, load);
            load.talk(Database.TALKERS, 1, pace.warmUp().multipliedBy(2));
        }
        for (int round = 0; round < pace.rounds(); round++) {
            double most = database.inserts(pace.measure());
            for (Server server : servers) {
                Cpu cpu = new Cpu(server);
                double perSecond = loads.get(server).talk(Database.TALKERS, 1, pace.measure());
                row.add(
                        server,
                        cpu.round(perSecond, most, perSecond * pace.measure().toMillis() / 1000.0));
            }
        }
        for (ChatLoad load : loads.values()) {
            load.close();
        }
    }

    /** Messages stored per second in a room with many members, who all have unread messages then, and in one of the senders alone. */
    void members() throws Exception {
        Row row = new Row(
                "members",
                "messages in a room of 1,000 members, of whom 64 send",
                "1/s",
                "as many in a room of the 64",
                0.9,
                1.0,
                Better.HIGHER,
                false);
        rows.add(row);
        Server server = servers.getLast();
        String name = server.databaseName();
        database.addPrivateRoom(name, "few", Database.TALKERS);
        database.addPrivateRoom(name, "many", MEMBERS);
        try (ChatLoad few = in(server, "few");
                ChatLoad many = in(server, "many")) {
            few.talk(Database.TALKERS, 1, pace.warmUp());
            many.talk(Database.TALKERS, 1, pace.warmUp());
            for (int round = 0; round < pace.rounds(); round++) {
                double most = few.talk(Database.TALKERS, 1, pace.measure());
                Cpu cpu = new Cpu(server);
                double perSecond = many.talk(Database.TALKERS, 1, pace.measure());
                row.add(
                        server,
                        cpu.round(perSecond, most, perSecond * pace.measure().toMillis() / 1000.0));
            }
        }
    }

    private ChatLoad in(Server server, String room) throws Exception {
        return new ChatLoad(net, server.port(), Database.TALKERS, i -> new ChatLoad.Join(client(2 + i), room));
    }

    /** Server CPU per delivery to 100 receivers, one message at a time. */
    void hundred() throws Exception {
        Row row =
                new Row("hundred", "CPU of a delivery to 100, one at a time", "µs", "W", 3.0, 1.8, Better.LOWER, false);
        rows.add(row);
        Map<Server, ChatLoad> loads = new LinkedHashMap<>();
        int frame = 0;
        for (Server server : servers) {
            ChatLoad load = new ChatLoad(net, server.port(), HUNDRED, Rows::member);
            loads.put(server, load);
            load.fanOut(1, pace.warmUp());
            frame = (int) (load.bytesReceived() / load.received());
        }
        try (Server probe = Server.probe(frame, directory);
                ChatLoad bare = new ChatLoad(net, probe.port(), HUNDRED, Rows::member)) {
            bare.fanOut(1, pace.warmUp());
            for (int round = 0; round < pace.rounds(); round++) {
                double cheapest = deliveries(new Cpu(probe), bare, 0).cpuMicros();
                for (Server server : servers) {
                    row.add(server, deliveries(new Cpu(server), loads.get(server), cheapest));
                }
            }
        }
        for (ChatLoad load : loads.values()) {
            load.close();
        }
    }

    private Round deliveries(Cpu cpu, ChatLoad load, double cheapest) throws Exception {
        long before = load.received();
        load.fanOut(1, pace.measure());
        Round round = cpu.round(0, cheapest, load.received() - before);
        return new Round(round.cpuMicros(), cheapest, round.cpuMicros(), round.databaseMicros());
    }

    /** The time until many clients have connected, authenticated and joined. */
    void join() throws Exception {
        int number = pace.idleConnections();
        Row row = seconds("join", "%,d connect, authenticate and join".formatted(number), 10, 4);
        row.remarks.add(number + " users, in " + JOINING_ROOMS + " rooms");
        // Tokens are signed in advance.
        List<ChatLoad.Join> joins = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            joins.add(new ChatLoad.Join(client(2 + i), "room" + i % JOINING_ROOMS));
        }
        List<ChatLoad.Join> warmUp = joins.subList(0, number / 4);
        for (Server server : servers) {
            join(server, warmUp, Double.NaN);
        }
        try (Server probe = Server.probe(400, directory)) {
            join(probe, warmUp, Double.NaN);
            for (int round = 0; round < rounds(); round++) {
                double bare = join(probe, joins, Double.NaN).value();
                for (Server server : servers) {
                    row.add(server, join(server, joins, bare));
                }
            }
        }
    }

    private Round join(Server server, List<ChatLoad.Join> joins, double limit) throws Exception {
        Cpu cpu = new Cpu(server);
        long start = System.nanoTime();
        try (ChatLoad _ = new ChatLoad(net, server.port(), joins.size(), joins::get)) {
            return cpu.round((System.nanoTime() - start) / 1e9, limit, 1);
        } finally {
            awaitNoConnections(server);
        }
    }

    /** Waits until the server has noticed that all clients are gone. */
    private static void awaitNoConnections(Server server) throws Exception {
        for (int times = 0; times < 200 && server.metric("clubroom_chat_connections") > 0; times++) {
            Net.sleep(Duration.ofMillis(50));
        }
    }

    /** The time until all clients of a room that lost their connections at once have everything that they missed. */
    void returns() throws Exception {
        Row row = seconds("return", "%,d of one room return at once".formatted(RETURNING), 12, 3);
        row.remarks.add("%d users; each missed %d messages; meanwhile %d messages per second, to all of them"
                .formatted(USERS_RETURNING, MISSED, SENT_MEANWHILE));
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < USERS_RETURNING; i++) {
            tokens.add(client(3 + i));
        }
        String sender = client(2);
        try (Server probe = Server.probe(400, directory);
                ReturningClients bare = new ReturningClients(
                        net, probe.port(), ROOM, 1 + RETURNING, i -> tokens.get(i % tokens.size()))) {
            bare.connect();
            for (Server server : servers) {
                try (ReturningClients clients = new ReturningClients(
                        net,
                        server.port(),
                        ROOM,
                        1 + RETURNING,
                        i -> i == 0 ? sender : tokens.get(i % tokens.size()))) {
                    clients.connect();
                    for (int round = -1; round < rounds(); round++) {
                        bare.drop();
                        double limit = bare.comeBack();
                        Round measured = returns(server, clients, limit);
                        if (round >= 0) {
                            row.add(server, measured);
                        }
                    }
                }
                awaitNoConnections(server);
            }
        }
    }

    private Round returns(Server server, ReturningClients clients, double limit) throws Exception {
        clients.drop();
        clients.send(1, MISSED);
        Net.sleep(Duration.ofSeconds(1));
        clients.stopSending();
        clients.send(1, SENT_MEANWHILE);
        Cpu cpu = new Cpu(server);
        double seconds = clients.comeBack();
        Round round = cpu.round(seconds, limit, 1);
        clients.stopSending();
        clients.verify();
        return round;
    }

    private interface Start {
        Server start() throws Exception;
    }

    /** The time from {@code kill -9} of a server with its own database until all clients are back. */
    void recovery() throws Exception {
        Row row = seconds("recovery", "kill -9 under traffic until all %d are back".formatted(RECOVERING), 6, 4);
        row.remarks.add("its own database; %d users; %d messages per second before"
                .formatted(USERS_RECOVERING, SENT_BEFORE_THE_CRASH));
        int barePort = Net.freePort();
        Start bare = () -> Server.probe(400, barePort, directory);
        for (Server server : servers) {
            Path cache = directory.resolve(server.name() + ".aot");
            if (!Files.exists(cache) && !Server.train(server.home(), cache)) {
                row.remarks.add(server.name() + ": WITHOUT an AOT cache: the training failed");
            }
            Path own = directory.resolve("recovery-" + server.name());
            int port = Net.freePort();
            Start start = () -> Server.withOwnDatabase(server.name(), server.home(), port, own, cache);
            Server running = start.start();
            try {
                List<String> tokens = new ArrayList<>();
                for (int i = 0; i < USERS_RECOVERING; i++) {
                    tokens.add(Server.token(running.register("returning" + i), "client"));
                }
                for (int round = -1; round < rounds(); round++) {
                    double limit;
                    try (Killed killed = new Killed(bare.start(), bare, tokens, 0)) {
                        limit = killed.seconds;
                    }
                    try (Killed killed = new Killed(running, start, tokens, SENT_BEFORE_THE_CRASH)) {
                        running = killed.restarted;
                        if (round >= 0) {
                            row.add(server, new Round(killed.seconds, limit, killed.restarted.cpuAtReady() * 1e6));
                            row.remarks.add("%s: answered after %.2f s, ready after %.2f s, all back after %.2f s"
                                    .formatted(
                                            server.name(),
                                            killed.restarted.listeningSeconds(),
                                            killed.restarted.startSeconds(),
                                            killed.seconds));
                        }
                        killed.keep();
                    }
                }
            } finally {
                running.close();
            }
        }
    }

    /** A server that was killed and started again under the traffic of its clients. */
    private final class Killed implements AutoCloseable {
        final double seconds;
        final Server restarted;
        private boolean kept;

        Killed(Server running, Start start, List<String> tokens, int messagesPerSecond) throws Exception {
            try (ReturningClients clients = new ReturningClients(
                    net, running.port(), "general", RECOVERING, i -> tokens.get(i % tokens.size()))) {
                clients.connect();
                if (messagesPerSecond > 0) {
                    clients.send(SENDERS_RECOVERING, messagesPerSecond);
                    Net.sleep(pace.warmUp().dividedBy(2));
                }
                clients.reconnectWhenLost();
                long killed = System.nanoTime();
                running.kill();
                this.restarted = start.start();
                try {
                    this.seconds = (clients.awaitAllBack() - killed) / 1e9;
                    clients.stopSending();
                    clients.verify();
                } catch (Throwable failure) {
                    restarted.close();
                    throw failure;
                }
            }
        }

        /** Leaves the server running. */
        void keep() {
            kept = true;
        }

        @Override
        public void close() throws Exception {
            if (!kept) {
                restarted.close();
            }
        }
    }

    private static String client(int number) {
        UUID user = Database.user(number);
        return Server.token(user, "client");
    }
}
