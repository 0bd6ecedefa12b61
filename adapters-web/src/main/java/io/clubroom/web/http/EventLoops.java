package io.clubroom.web.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.util.concurrent.Executor;

/** Where answers are made that others, on threads of their own, have found what they need for. */
public final class EventLoops {
    private EventLoops() {}

    /** The thread of this request's connection; nothing may wait on it. */
    public static Executor of(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> known
                ? known.getChannelHandlerContext().executor()
                : Runnable::run;
    }
}
