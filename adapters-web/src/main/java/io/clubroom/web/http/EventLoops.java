package io.clubroom.web.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.util.concurrent.Executor;

/** Finds the event loop of a request, so that a response can be completed there. */
public final class EventLoops {
    private EventLoops() {}

    /** The event loop of the request's connection. Tasks must not block. */
    public static Executor of(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> known
                ? known.getChannelHandlerContext().executor()
                : Runnable::run;
    }
}
