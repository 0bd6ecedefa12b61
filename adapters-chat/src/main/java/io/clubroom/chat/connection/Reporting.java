package io.clubroom.chat.connection;

import io.clubroom.application.chat.moderation.ReportMessage;
import io.clubroom.chat.frame.ClientFrame;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.moderation.Reason;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores reports of messages from clients, one at a time, on its own thread. */
@Singleton
final class Reporting {
    private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);

    /** The maximum number of waiting reports; further ones are refused with {@link ErrorCode#OVERLOADED}. */
    private static final int MAX_WAITING = 1_000;

    private final ReportMessage reportMessage;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("chat-reports").factory());

    Reporting(ReportMessage reportMessage) {
        this.reportMessage = reportMessage;
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    /** @param callback called once, before this method returns or later, on another thread; must not block */
    void report(Actor.SignedIn actor, ClientFrame.Report frame, Reason reason, Consumer<ServerFrame> callback) {
        try {
            thread.execute(() -> callback.accept(answer(actor, frame, reason)));
        } catch (RejectedExecutionException full) {
            callback.accept(failed(ErrorCode.OVERLOADED, frame));
        }
    }

    private ServerFrame answer(Actor.SignedIn actor, ClientFrame.Report frame, Reason reason) {
        try {
            ReportMessage.Command command = new ReportMessage.Command(frame.message(), reason);
            return switch (reportMessage.report(actor, frame.room(), () -> command)) {
                case ReportMessage.Result.Reported _, ReportMessage.Result.Repeated _ ->
                    new ServerFrame.Reported(frame.room(), frame.message(), frame.clientMessageId());
                case ReportMessage.Result.NotSignedIn _ -> failed(ErrorCode.INVALID_TOKEN, frame);
                case ReportMessage.Result.RoomNotFound _ -> failed(ErrorCode.NOT_CONNECTED, frame);
                case ReportMessage.Result.MessageNotFound _ -> failed(ErrorCode.MESSAGE_NOT_FOUND, frame);
                case ReportMessage.Result.MessageDeleted _ -> failed(ErrorCode.MESSAGE_DELETED, frame);
            };
        } catch (ActorEnded ended) {
            return failed(ErrorCode.INVALID_TOKEN, frame);
        } catch (Unavailable away) {
            return failed(ErrorCode.UNAVAILABLE, frame);
        } catch (RuntimeException failure) {
            LOG.error("Cannot store a report of a chat message", failure);
            return failed(ErrorCode.INTERNAL_ERROR, frame);
        }
    }

    private static ServerFrame failed(ErrorCode code, ClientFrame.Report frame) {
        return ServerFrame.Failed.of(code, frame.room(), frame.clientMessageId());
    }
}
