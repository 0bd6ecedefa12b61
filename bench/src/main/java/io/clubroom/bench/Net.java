package io.clubroom.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.LoggerFactory;

/** The event loop of all chat clients: a single thread, because clients and server share the processors. */
final class Net implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    private static final int CONNECTING_AT_ONCE = 250;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, io());

    static void silenceLibraries() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    static IoHandlerFactory io() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private static Class<? extends Channel> clientChannel() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    EventLoop loop() {
        return (EventLoop) group.next();
    }

    /** Opens connections, each with its own handler. */
    <H extends ChannelHandler> List<H> connect(int port, int number, IntFunction<H> handlers) throws Exception {
        List<H> made = new ArrayList<>();
        List<Future<?>> opening = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            H handler = handlers.apply(i);
            made.add(handler);
            opening.add(connect(port, handler));
            if (opening.size() == CONNECTING_AT_ONCE || i == number - 1) {
                for (Future<?> one : opening) {
                    one.get(10, TimeUnit.SECONDS);
                }
                opening.clear();
            }
        }
        return made;
    }

    ChannelFuture connect(int port, ChannelHandler handler) {
        return new Bootstrap()
                .group(group)
                .channel(clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handler);
                    }
                })
                .connect(HOST, port);
    }

    /** Runs an action on the event loop and waits for it. */
    void onLoop(Runnable action) throws Exception {
        loop().submit(action).get(10, TimeUnit.SECONDS);
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("stopped", stopped);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
