package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseUrl;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that lends one connection to the server to all its clients, for a transaction at a time, as PgBouncer does in transaction mode.
 * Each client still authenticates over a connection of its own.
 */
final class TransactionPooler implements AutoCloseable {
    private static final int READY = 'Z';
    private static final int QUERY = 'Q';
    private static final int SYNC = 'S';
    private static final int TERMINATE = 'X';

    private final DatabaseUrl database;
    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private @Nullable Peer shared;

    TransactionPooler(DatabaseUrl database) throws IOException {
        this.database = database;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    DatabaseUrl url() {
        String address = "127.0.0.1:" + entrance.getLocalPort();
        return new DatabaseUrl(
                database.jdbcUrl().replace(database.address(), address),
                database.user(),
                database.password(),
                address,
                database.database());
    }

    private final class Peer {
        final DataInputStream in;
        final DataOutputStream out;

        Peer(Socket socket) throws IOException {
            open.add(socket);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = new DataOutputStream(socket.getOutputStream());
        }

        /** Relays one message and returns its type. */
        int relayTo(Peer other) throws IOException {
            int type = in.readUnsignedByte();
            int length = in.readInt();
            byte[] body = in.readNBytes(length - Integer.BYTES);
            if (type != TERMINATE) {
                other.out.writeByte(type);
                other.out.writeInt(length);
                other.out.write(body);
                other.out.flush();
            }
            return type;
        }
    }

    private void accept() {
        try {
            while (true) {
                Peer client = new Peer(entrance.accept());
                Thread.ofPlatform().daemon().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Peer client) {
        try {
            String[] address = database.address().split(":");
            Peer server = new Peer(new Socket(address[0], Integer.parseInt(address[1])));
            int length = client.in.readInt();
            server.out.writeInt(length);
            server.out.write(client.in.readNBytes(length - Integer.BYTES));
            server.out.flush();
            authenticate(client, server);
            synchronized (this) {
                shared = shared == null ? server : shared;
                server = shared;
            }
            while (true) {
                client.in.mark(1);
                client.in.read();
                client.in.reset();
                synchronized (server) {
                    if (!relayTransaction(client, server)) {
                        return;
                    }
                }
            }
        } catch (IOException closed) {
            // By the client or the end of the test.
        }
    }

    /** Returns false if the client takes its leave. */
    private static boolean relayTransaction(Peer client, Peer server) throws IOException {
        int type;
        do {
            type = client.relayTo(server);
            if (type == TERMINATE) {
                return false;
            }
        } while (type != QUERY && type != SYNC);
        while (server.relayTo(client) != READY) {
            // Up to the end of the transaction.
        }
        return true;
    }

    /** The server asks and the client answers, until the server is ready. */
    private static void authenticate(Peer client, Peer server) throws IOException {
        while (true) {
            int type = server.in.readUnsignedByte();
            int length = server.in.readInt();
            byte[] body = server.in.readNBytes(length - Integer.BYTES);
            client.out.writeByte(type);
            client.out.writeInt(length);
            client.out.write(body);
            client.out.flush();
            if (type == READY) {
                return;
            }
            // The requests to authenticate that await an answer: SASL (10) and its continuation (11).
            if (type == 'R' && (body[3] == 10 || body[3] == 11)) {
                client.relayTo(server);
            }
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Closeable socket : open) {
            socket.close();
        }
    }
}
