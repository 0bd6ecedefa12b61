package io.clubroom.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A bare Netty server of one file: the limit of what any server on Netty can do. The kernel sends the file; what clients send is written to a
 * file and then to the disk (fsync), and removed.
 */
final class FileProbe {
    /** The bytes that are written at a time: with fewer, writing costs more. */
    private static final int WRITE_BYTES = 65_536;

    private FileProbe() {}

    /** Arguments: the port, the file to send, and the folder for what is received. */
    public static void main(String[] arguments) throws Exception {
        Net.silenceLibraries();
        Path file = Path.of(arguments[1]);
        Path folder = Path.of(arguments[2]);
        Executor disk = Executors.newCachedThreadPool();
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), Net.io()))
                .channel(Net.serverChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(4_096, 8_192, WRITE_BYTES),
                                        new Transfers(file, folder, disk));
                    }
                })
                .bind(Net.HOST, Integer.parseInt(arguments[0]))
                .sync();
        // Ends when the parent process ends.
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    private static final class Transfers extends SimpleChannelInboundHandler<HttpObject> {
        private final Path sent;
        private final Path folder;
        private final Executor disk;
        private Path path;
        private FileChannel received;

        Transfers(Path sent, Path folder, Executor disk) {
            this.sent = sent;
            this.folder = folder;
            this.disk = disk;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) throws IOException {
            if (message instanceof HttpRequest request) {
                if (request.method().equals(HttpMethod.POST)) {
                    path = folder.resolve(UUID.randomUUID().toString());
                    received = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                } else if (request.uri().equals("/file")) {
                    send(context);
                } else {
                    answer(context, HttpResponseStatus.OK);
                }
            }
            if (received != null && message instanceof HttpContent content) {
                receive(context, content.content(), content instanceof LastHttpContent);
            }
        }

        private void send(ChannelHandlerContext context) throws IOException {
            long size = Files.size(sent);
            HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, size);
            context.write(response);
            context.write(new DefaultFileRegion(FileChannel.open(sent), 0, size));
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }

        private void receive(ChannelHandlerContext context, ByteBuf bytes, boolean isLast) throws IOException {
            while (bytes.isReadable()) {
                bytes.readBytes(received, bytes.readableBytes());
            }
            if (isLast) {
                FileChannel complete = received;
                Path its = path;
                received = null;
                disk.execute(() -> {
                    try (complete) {
                        complete.force(true);
                        Files.delete(its);
                        answer(context, HttpResponseStatus.CREATED);
                    } catch (IOException failure) {
                        context.close();
                    }
                });
            }
        }

        private static void answer(ChannelHandlerContext context, HttpResponseStatus status) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
            context.writeAndFlush(response);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws IOException {
            if (received != null) {
                received.close();
                Files.delete(path);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            // A client that has stopped.
            context.close();
        }
    }
}
