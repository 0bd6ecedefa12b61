package io.clubroom.web.connection;

import io.clubroom.domain.file.ContentStore;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A range of a content as the body of a response. If it is a local file and the connection is HTTP/1.1 without TLS, the kernel sends it;
 * otherwise it is read as fast as the client reads it.
 */
public final class SentFile {
    /** The bytes of a connection's next response, for {@link RequestGate}. */
    private static final AttributeKey<Region> NEXT = AttributeKey.valueOf(SentFile.class, "next");

    /**
     * The number of bytes that are handed to the kernel at a time. The connection counts as idle until a portion is complete, so portions
     * must not be too large for slow clients.
     */
    private static final long PORTION = 131_072;

    private final @Nullable Region region;
    private final @Nullable InputStream stream;
    private final long length;

    private SentFile(@Nullable Region region, @Nullable InputStream stream, long length) {
        this.region = region;
        this.stream = stream;
        this.length = length;
    }

    /**
     * Opens a range of a content.
     *
     * @throws io.clubroom.domain.Unavailable if the store cannot be reached
     */
    public static SentFile of(HttpRequest<?> request, ContentStore.Content content, long offset, long length) {
        FileChannel file = isSentByKernel(request) ? content.openFile() : null;
        return file == null
                ? new SentFile(null, content.read(offset, length), length)
                : new SentFile(new Region(file, offset, length), null, length);
    }

    /** Whether the request came over HTTP/1.1 without TLS. */
    private static boolean isSentByKernel(HttpRequest<?> request) {
        Channel channel = channel(request);
        return channel != null
                && channel.pipeline().get(SslHandler.class) == null
                && channel.pipeline().get(HttpServerCodec.class) != null;
    }

    private static @Nullable Channel channel(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                ? netty.getChannelHandlerContext().channel()
                : null;
    }

    long length() {
        return length;
    }

    /** Returns the bytes, if the kernel does not send them. */
    @Nullable
    InputStream stream() {
        return stream;
    }

    /** Has {@link RequestGate} send the bytes as the body of the next response. */
    void sendNext(HttpRequest<?> request) {
        Channel channel = channel(request);
        if (channel != null && region != null) {
            putNext(channel, region);
        }
    }

    static void putNext(Channel channel, Region region) {
        Region unsent = channel.attr(NEXT).getAndSet(region);
        if (unsent != null) {
            unsent.close();
        }
    }

    /** Returns the region to send as the body of the next response; null if the response has its own body. */
    static @Nullable Region takeNext(Channel channel) {
        return channel.hasAttr(NEXT) ? channel.attr(NEXT).getAndSet(null) : null;
    }

    /** The unsent part of a file. Confined to the event loop once sending has started. */
    static final class Region implements Closeable {
        private final FileChannel file;
        private long position;
        private long left;

        Region(FileChannel file, long position, long length) {
            this.file = file;
            this.position = position;
            this.left = length;
        }

        /** The number of remaining bytes. */
        long left() {
            return left;
        }

        /** Takes the next portion. */
        DefaultFileRegion next() {
            long count = Math.min(left, PORTION);
            DefaultFileRegion next = new DefaultFileRegion(file, position, count) {
                @Override
                protected void deallocate() {
                    // The file stays open for the next portion.
                }
            };
            position += count;
            left -= count;
            return next;
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException failure) {
                // It was only read.
            }
        }
    }
}
