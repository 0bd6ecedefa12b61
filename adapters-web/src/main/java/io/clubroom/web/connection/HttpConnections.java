package io.clubroom.web.connection;

import io.clubroom.web.client.Clients;
import io.micronaut.scheduling.annotation.Scheduled;
import io.netty.channel.Channel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections of this node and the resources they share: their number, the heap for requests in progress, and the direct memory for
 * responses. The connections that take the most are closed first, so that clients that take few resources are still served during an
 * attack.
 */
@Singleton
public final class HttpConnections {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnections.class);

    /** The length in bytes of the network part of an IPv6 address. A host can use any address in its network. */
    private static final int NETWORK_BYTES = 8;

    private final ConnectionLimits limits;
    private final Clients clients;
    private final MemoryBudget requests;
    private final MemoryBudget responses;
    private final DirectMemory directMemory;

    // Guarded by this object.
    private final ConnectionGroup all = new ConnectionGroup(false);
    private final Map<Object, ConnectionGroup> byClient = new HashMap<>();
    private volatile int size;

    @Inject
    HttpConnections(ConnectionLimits limits, Clients clients, DirectMemory directMemory) {
        this(
                limits,
                clients,
                Runtime.getRuntime().maxMemory() / 100 * HttpBounds.REQUESTS_HEAP_PERCENT,
                directMemory.share(HttpBounds.RESPONSES_DIRECT_MEMORY_PERCENT),
                directMemory);
    }

    HttpConnections(
            ConnectionLimits limits, Clients clients, long maxRequests, long maxResponses, DirectMemory directMemory) {
        this.limits = limits;
        this.clients = clients;
        this.requests = new MemoryBudget("requests", maxRequests, HttpConnection::requests, this::members);
        this.responses = new MemoryBudget("responses", maxResponses, HttpConnection::responses, this::members);
        this.directMemory = directMemory;
    }

    /** Adds a new connection. If there are too many, closes one that has been idle for long, or else the new one. */
    HttpConnection open(Channel channel) {
        HttpConnection connection = new HttpConnection(channel, client(channel));
        HttpConnection excess = add(connection);
        channel.closeFuture().addListener(_ -> closed(connection));
        if (excess != null) {
            LOG.debug("Too many connections, closing {}", excess.channel());
            excess.channel().close();
        }
        return connection;
    }

    private synchronized @Nullable HttpConnection add(HttpConnection connection) {
        ConnectionGroup ofClient = connection.client() == null
                ? null
                : byClient.computeIfAbsent(connection.client(), _ -> new ConnectionGroup(true));
        ConnectionGroup full = ofClient != null && ofClient.size() >= limits.perAddress()
                ? ofClient
                : all.size() >= limits.total() ? all : null;
        HttpConnection excess = full == null ? null : full.leastUsed();
        if (full != null && excess == null) {
            connection.state = HttpConnection.State.CLOSED;
            forgetIfEmpty(connection.client());
            return connection;
        }
        if (ofClient != null) {
            ofClient.add(connection);
        }
        all.add(connection);
        if (excess != null) {
            remove(excess);
        }
        size = all.size();
        return excess;
    }

    private void closed(HttpConnection connection) {
        requests.close(connection);
        responses.close(connection);
        synchronized (this) {
            remove(connection);
        }
    }

    /** The caller must hold the lock. */
    private void remove(HttpConnection connection) {
        ConnectionGroup ofClient = connection.client() == null ? null : byClient.get(connection.client());
        switch (connection.state) {
            case OPEN -> {
                all.remove(connection);
                if (ofClient != null) {
                    ofClient.remove(connection);
                }
            }
            case UPGRADED -> {
                all.removeUpgraded();
                if (ofClient != null) {
                    ofClient.removeUpgraded();
                }
            }
            case CLOSED -> {
                return;
            }
        }
        connection.state = HttpConnection.State.CLOSED;
        forgetIfEmpty(connection.client());
        size = all.size();
    }

    private void forgetIfEmpty(@Nullable Object client) {
        ConnectionGroup ofClient = client == null ? null : byClient.get(client);
        if (ofClient != null && ofClient.size() == 0) {
            byClient.remove(client);
        }
    }

    /** Records that the connection has become a chat connection. */
    void upgraded(HttpConnection connection) {
        requests.close(connection);
        responses.close(connection);
        synchronized (this) {
            if (connection.state == HttpConnection.State.OPEN) {
                connection.state = HttpConnection.State.UPGRADED;
                all.upgrade(connection);
                if (connection.client() != null) {
                    Objects.requireNonNull(byClient.get(connection.client())).upgrade(connection);
                }
            }
        }
    }

    /** Whether the client on this channel may open another chat connection. */
    public synchronized boolean mayUpgrade(Channel channel) {
        Object client = client(channel);
        ConnectionGroup ofClient = client == null ? null : byClient.get(client);
        return hasPlace(all, limits.total()) && (ofClient == null || hasPlace(ofClient, limits.perAddress()));
    }

    private static boolean hasPlace(ConnectionGroup group, int limit) {
        return group.upgraded() < (long) limit * HttpBounds.CHAT_PERCENT / 100;
    }

    /** The number of open connections, including chat connections. */
    int count() {
        return size;
    }

    /**
     * Counts bytes of a request until it is answered. Returns false if the connection is closed, possibly because of this. Called on the
     * connection's event loop.
     */
    boolean hold(HttpConnection connection, int bytes) {
        return requests.hold(connection, bytes);
    }

    /** Releases the bytes of an answered request. Called on the connection's event loop. */
    void release(HttpConnection connection) {
        requests.keep(connection, connection.kept());
    }

    /** Releases bytes of a request that have been read. */
    void releaseRequest(HttpConnection connection, long bytes) {
        requests.release(connection, bytes);
    }

    /** Counts bytes of a response until the client reads it. Called on the connection's event loop. */
    void holdResponse(HttpConnection connection, int bytes) {
        responses.hold(connection, bytes);
    }

    /** Releases bytes of a response that have been handed to the network. Called on the connection's event loop. */
    void releaseResponse(HttpConnection connection, int bytes) {
        responses.release(connection, bytes);
    }

    /** The number of bytes of unanswered requests. */
    long held() {
        return requests.held();
    }

    /** Closes the connections with the largest backlogs if direct memory is scarce despite the budgets. */
    @Scheduled(fixedDelay = "100ms")
    void relieveDirectMemory() {
        long excess = directMemory.excess(HttpBounds.DIRECT_MEMORY_PERCENT);
        if (excess <= 0) {
            return;
        }
        List<Backlog> backlogs = members().stream()
                .map(connection -> new Backlog(connection, connection.backlog()))
                .filter(backlog -> backlog.bytes() >= HttpBounds.MIN_BACKLOG_BYTES)
                .sorted(Comparator.comparingLong(Backlog::bytes).reversed())
                .toList();
        long left = excess + directMemory.share(HttpBounds.DIRECT_MEMORY_PERCENT) / 4;
        int closed = 0;
        for (Backlog backlog : backlogs) {
            if (left <= 0) {
                break;
            }
            left -= backlog.bytes();
            backlog.connection().close();
            closed++;
        }
        if (closed > 0) {
            LOG.warn("Direct memory is scarce: closed the {} connections with the largest backlogs", closed);
        }
    }

    /** @param bytes the number of bytes that wait for the client to read them */
    private record Backlog(HttpConnection connection, long bytes) {}

    synchronized List<HttpConnection> members() {
        return all.members();
    }

    /** Returns the identity of the client of a connection; null if the number of its connections is not limited. */
    private @Nullable Object client(Channel channel) {
        InetAddress address = channel.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
        if (limits.perAddress() == Integer.MAX_VALUE || address == null || clients.isTrustedProxy(address)) {
            return null;
        }
        return address instanceof Inet6Address ? ByteBuffer.wrap(address.getAddress(), 0, NETWORK_BYTES) : address;
    }
}
