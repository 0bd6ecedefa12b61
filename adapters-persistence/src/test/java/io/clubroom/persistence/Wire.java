package io.clubroom.persistence;

import io.clubroom.testkit.PortNumbers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A proxy between a node and its database that can be cut and can drop the answers. */
final class Wire implements AutoCloseable {
    private final InetSocketAddress server;
    private final int port;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private ServerSocket entrance;
    private Thread doorkeeper;
    private volatile AtomicBoolean silence = new AtomicBoolean();

    private Wire(InetSocketAddress server) throws IOException {
        this.server = server;
        this.port = PortNumbers.lasting();
        this.entrance = entrance(port);
        this.doorkeeper = accept(entrance);
    }

    static Wire to(DatabaseUrl database) throws IOException {
        String[] address = database.address().split(":");
        return new Wire(new InetSocketAddress(address[0], Integer.parseInt(address[1])));
    }

    /** The same database through the proxy. */
    DatabaseUrl reach(DatabaseUrl database) {
        String address = "127.0.0.1:" + port;
        return new DatabaseUrl(
                database.jdbcUrl().replace(database.address(), address),
                database.user(),
                database.password(),
                address,
                database.database());
    }

    /** Closes all connections and accepts no new ones. */
    void cut() throws IOException, InterruptedException {
        entrance.close();
        doorkeeper.join();
        for (Closeable end : open) {
            end.close();
        }
    }

    /** Accepts connections again; silent ones stay silent, as behind a firewall that has forgotten them. */
    void mend() throws IOException {
        silence = new AtomicBoolean();
        if (entrance.isClosed()) {
            entrance = entrance(port);
            doorkeeper = accept(entrance);
        }
    }

    /** Drops all answers of the server from now on. */
    void loseAnswers() {
        silence.set(true);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        cut();
    }

    private static ServerSocket entrance(int port) throws IOException {
        ServerSocket entrance = new ServerSocket();
        entrance.setReuseAddress(true);
        entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return entrance;
    }

    private Thread accept(ServerSocket here) {
        return Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket near = here.accept();
                    Socket far = new Socket(server.getAddress(), server.getPort());
                    open.add(near);
                    open.add(far);
                    pump(near, far, new AtomicBoolean());
                    pump(far, near, silence);
                }
            } catch (IOException cut) {
                // The proxy is closed.
            }
        });
    }

    private void pump(Socket from, Socket to, AtomicBoolean silent) {
        Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[8192];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (!silent.get()) {
                        out.write(buffer, 0, length);
                    }
                }
            } catch (IOException cut) {
                // The other end is closed.
            } finally {
                open.remove(from);
                open.remove(to);
            }
        });
    }
}
