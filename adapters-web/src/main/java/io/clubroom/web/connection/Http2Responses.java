package io.clubroom.web.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Accounts for responses that wait for the flow-control windows of the client (RFC 9113 §5.2), and resets streams that wait for too long.
 */
final class Http2Responses implements Http2RemoteFlowController {
    /** The number of progress checks per idle timeout. */
    private static final int CHECKS = 4;

    private final HttpConnections connections;
    private final HttpConnection connection;
    private final Http2RemoteFlowController controller;
    private final Http2Connection http2;
    private final Consumer<Http2Stream> reset;
    private final long idleTimeout;

    /** When a stream last had nothing waiting, or made progress. */
    private final Http2Connection.PropertyKey lastMoved;

    private boolean isCheckPending;

    /**
     * @param reset resets a stream whose client does not read
     * @param idleTimeout the maximum time without progress
     */
    Http2Responses(
            HttpConnections connections,
            HttpConnection connection,
            Http2Connection http2,
            Consumer<Http2Stream> reset,
            Duration idleTimeout) {
        this.connections = connections;
        this.connection = connection;
        this.http2 = http2;
        this.controller = http2.remote().flowController();
        this.reset = reset;
        this.idleTimeout = idleTimeout.toNanos();
        this.lastMoved = http2.newKey();
    }

    @Override
    public void addFlowControlled(Http2Stream stream, FlowControlled frame) {
        int bytes = frame.size();
        if (bytes == 0) {
            controller.addFlowControlled(stream, frame);
            return;
        }
        connections.holdResponse(connection, bytes);
        if (!controller.hasFlowControlled(stream)) {
            stream.setProperty(lastMoved, System.nanoTime());
        }
        controller.addFlowControlled(stream, new Counted(stream, frame));
        checkLater();
    }

    private void checkLater() {
        ChannelHandlerContext context = controller.channelHandlerContext();
        if (!isCheckPending && context != null) {
            isCheckPending = true;
            context.executor().schedule(this::check, idleTimeout / CHECKS, TimeUnit.NANOSECONDS);
        }
    }

    private void check() {
        isCheckPending = false;
        List<Http2Stream> late = new ArrayList<>();
        boolean waits = false;
        long now = System.nanoTime();
        for (Http2Stream stream : active()) {
            Long moved = stream.getProperty(lastMoved);
            if (moved != null && controller.hasFlowControlled(stream)) {
                waits = true;
                if (now - moved >= idleTimeout) {
                    late.add(stream);
                }
            }
        }
        late.forEach(reset);
        if (waits) {
            checkLater();
        }
    }

    private List<Http2Stream> active() {
        List<Http2Stream> active = new ArrayList<>(http2.numActiveStreams());
        try {
            http2.forEachActiveStream(active::add);
        } catch (Http2Exception impossible) {
            throw new AssertionError("the visitor does not throw", impossible);
        }
        return active;
    }

    /** A counted part of a response. */
    private final class Counted implements FlowControlled {
        private final Http2Stream stream;
        private final FlowControlled frame;

        Counted(Http2Stream stream, FlowControlled frame) {
            this.stream = stream;
            this.frame = frame;
        }

        @Override
        public int size() {
            return frame.size();
        }

        @Override
        public void write(ChannelHandlerContext context, int allowedBytes) {
            int before = frame.size();
            frame.write(context, allowedBytes);
            int written = before - frame.size();
            if (written > 0) {
                connections.releaseResponse(connection, written);
                stream.setProperty(lastMoved, System.nanoTime());
            }
        }

        @Override
        public void error(ChannelHandlerContext context, Throwable cause) {
            connections.releaseResponse(connection, frame.size());
            frame.error(context, cause);
        }

        @Override
        public void writeComplete() {
            frame.writeComplete();
        }

        @Override
        public boolean merge(ChannelHandlerContext context, FlowControlled next) {
            return false;
        }
    }

    @Override
    public void channelHandlerContext(ChannelHandlerContext context) throws Http2Exception {
        controller.channelHandlerContext(context);
    }

    @Override
    public ChannelHandlerContext channelHandlerContext() {
        return controller.channelHandlerContext();
    }

    @Override
    public void initialWindowSize(int bytes) throws Http2Exception {
        controller.initialWindowSize(bytes);
    }

    @Override
    public int initialWindowSize() {
        return controller.initialWindowSize();
    }

    @Override
    public int windowSize(Http2Stream stream) {
        return controller.windowSize(stream);
    }

    @Override
    public void incrementWindowSize(Http2Stream stream, int bytes) throws Http2Exception {
        controller.incrementWindowSize(stream, bytes);
    }

    @Override
    public boolean hasFlowControlled(Http2Stream stream) {
        return controller.hasFlowControlled(stream);
    }

    @Override
    public void writePendingBytes() throws Http2Exception {
        controller.writePendingBytes();
    }

    @Override
    public void listener(Listener listener) {
        controller.listener(listener);
    }

    @Override
    public boolean isWritable(Http2Stream stream) {
        return controller.isWritable(stream);
    }

    @Override
    public void channelWritabilityChanged() throws Http2Exception {
        controller.channelWritabilityChanged();
    }

    @Override
    public void updateDependencyTree(int child, int parent, short weight, boolean exclusive) {
        controller.updateDependencyTree(child, parent, weight, exclusive);
    }
}
