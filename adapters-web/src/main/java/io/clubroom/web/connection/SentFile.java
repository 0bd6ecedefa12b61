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
 * Bytes of a content as the body of a response. If they are a file of this machine and the connection is not encrypted, the kernel sends
 * them; otherwise they are read as fast as the client reads them.
 */
public final class SentFile {
    /** The bytes of a connection's next response, for {@link RequestGate}. */
    private static final AttributeKey<Region> NEXT = AttributeKey.valueOf(SentFile.class, "next");

    /**
     * The bytes that are handed to the kernel at a time. The connection counts as idle as long as none of these portions is complete, so
     * they must not be too large for slow clients.
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
     * Opens the bytes from the offset on.
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

    /** The bytes, unless the kernel sends them. */
    @Nullable
    InputStream stream() {
        return stream;
    }

    /** Lets {@link RequestGate} send the bytes as the body of the next response. */
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

    /** What is to be sent as the body of the next response; null if that has a body of its own. */
    static @Nullable Region takeNext(Channel channel) {
        return channel.hasAttr(NEXT) ? channel.attr(NEXT).getAndSet(null) : null;
    }

    /** The part of a file that has not been sent yet. Confined to the event loop once it is sent. */
    static final class Region implements Closeable {
        private final FileChannel file;
        private long position;
        private long left;

        Region(FileChannel file, long position, long length) {
            this.file = file;
            this.position = position;
            this.left = length;
        }

        /** The bytes that have not been taken. */
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
