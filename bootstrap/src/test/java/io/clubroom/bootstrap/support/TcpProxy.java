package io.clubroom.bootstrap.support;

import io.clubroom.testkit.PortNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The way to another server, which a test can block. To be used by one thread. */
public final class TcpProxy implements AutoCloseable {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    private final InetSocketAddress target;
    private final InetSocketAddress address;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock valve = new ReentrantReadWriteLock();
    private @Nullable ServerSocket door;
    private @Nullable Thread doorkeeper;
    private @Nullable Socket seal;

    private TcpProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.address = open(PortNumbers.lasting());
    }

    /** @param target {@code host:port} */
    public static TcpProxy to(String target) throws IOException {
        int colon = target.lastIndexOf(':');
        return new TcpProxy(
                new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1))));
    }

    /** Its {@code host:port}. */
    public String address() {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Ends all connections and refuses new ones, as if the server were gone. */
    public void refuse() throws IOException, InterruptedException {
        close();
        // A port that is bound, but not listened on, refuses; and nobody else can have it meanwhile.
        seal = new Socket();
        seal.setReuseAddress(true);
        seal.bind(address);
    }

    /** Lets no byte through any more, as if the network were gone. */
    public void fallSilent() {
        valve.writeLock().lock();
    }

    /** Lets everything through again. */
    public void recover() throws IOException {
        if (valve.isWriteLockedByCurrentThread()) {
            valve.writeLock().unlock();
        }
        if (seal != null) {
            seal.close();
            seal = null;
            open(address.getPort());
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (door != null && doorkeeper != null) {
            door.close();
            // As long as somebody waits at the door, the port is not free.
            doorkeeper.join();
        }
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private InetSocketAddress open(int port) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(LOCAL, port));
        door = opened;
        doorkeeper = Thread.ofVirtual().start(() -> accept(opened));
        return new InetSocketAddress(LOCAL, opened.getLocalPort());
    }

    private void accept(ServerSocket opened) {
        try {
            while (true) {
                Socket client = opened.accept();
                connections.add(client);
                Socket server = new Socket(target.getAddress(), target.getPort());
                connections.add(server);
                if (opened.isClosed()) {
                    client.close();
                    server.close();
                }
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            }
        } catch (IOException closed) {
            // Nobody comes in any more.
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                valve.readLock().lock();
                try {
                    out.write(buffer, 0, count);
                } finally {
                    valve.readLock().unlock();
                }
            }
        } catch (IOException closed) {
            // By either of the two, or by the test.
        } finally {
            connections.remove(from);
            connections.remove(to);
        }
    }
}
