package io.clubroom.web.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/** Counts the responses that wait because the client has not opened the windows of its streams (RFC 9113 §5.2). */
final class Http2Responses implements Http2RemoteFlowController {
    private final HttpConnections connections;
    private final HttpConnection connection;
    private final Http2RemoteFlowController controller;

    Http2Responses(HttpConnections connections, HttpConnection connection, Http2RemoteFlowController controller) {
        this.connections = connections;
        this.connection = connection;
        this.controller = controller;
    }

    @Override
    public void addFlowControlled(Http2Stream stream, FlowControlled frame) {
        int bytes = frame.size();
        if (bytes == 0) {
            controller.addFlowControlled(stream, frame);
            return;
        }
        connections.holdResponse(connection, bytes);
        controller.addFlowControlled(stream, new Counted(frame));
    }

    /** Part of a response. */
    private final class Counted implements FlowControlled {
        private final FlowControlled frame;

        Counted(FlowControlled frame) {
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
            connections.releaseResponse(connection, before - frame.size());
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
