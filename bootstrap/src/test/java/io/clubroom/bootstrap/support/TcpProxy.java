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

/** A TCP proxy whose traffic a test can block. Not thread-safe: only one thread may call it. */
public final class TcpProxy implements AutoCloseable {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    private final InetSocketAddress target;
    private final InetSocketAddress address;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock forwarding = new ReentrantReadWriteLock();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private @Nullable Socket reservation;

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

    /** The {@code host:port} that the proxy listens on. */
    public String address() {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Closes all connections and refuses new ones, as if the server had stopped. */
    public void refuse() throws IOException, InterruptedException {
        close();
        // A bound socket that does not listen keeps the port reserved, and connections to it are refused.
        reservation = new Socket();
        reservation.setReuseAddress(true);
        reservation.bind(address);
    }

    /** Closes all connections, and accepts new ones. */
    public void cut() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
    }

    /** Stops forwarding but keeps the connections open, as if the network had failed. */
    public void fallSilent() {
        forwarding.writeLock().lock();
    }

    /** Forwards and accepts connections again. */
    public void recover() throws IOException {
        if (forwarding.isWriteLockedByCurrentThread()) {
            forwarding.writeLock().unlock();
        }
        if (reservation != null) {
            reservation.close();
            reservation = null;
            open(address.getPort());
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (listener != null && acceptor != null) {
            listener.close();
            // The port stays in use until the blocked accept() has returned.
            acceptor.join();
        }
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private InetSocketAddress open(int port) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(LOCAL, port));
        listener = opened;
        acceptor = Thread.ofVirtual().start(() -> accept(opened));
        return new InetSocketAddress(LOCAL, opened.getLocalPort());
    }

    private void accept(ServerSocket opened) {
        try {
            while (true) {
                Socket client = opened.accept();
                connections.add(client);
                Thread.ofVirtual().start(() -> connect(client, opened));
            }
        } catch (IOException closed) {
            // The listening socket was closed.
        }
    }

    private void connect(Socket client, ServerSocket opened) {
        try {
            Socket server = new Socket(target.getAddress(), target.getPort());
            connections.add(server);
            if (opened.isClosed() || client.isClosed()) {
                client.close();
                server.close();
            }
            Thread.ofVirtual().start(() -> pump(client, server));
            pump(server, client);
        } catch (IOException refused) {
            connections.remove(client);
            closeQuietly(client);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                forwarding.readLock().lock();
                try {
                    out.write(buffer, 0, count);
                } finally {
                    forwarding.readLock().unlock();
                }
            }
        } catch (IOException closed) {
            // Either peer or the test closed the connection.
        } finally {
            connections.remove(from);
            connections.remove(to);
        }
    }
}
