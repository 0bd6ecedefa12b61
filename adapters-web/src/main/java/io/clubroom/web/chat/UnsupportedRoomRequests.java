package io.clubroom.web.chat;

import io.clubroom.application.chat.GetRoom;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.http.Blocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.inject.Named;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/**
 * Answers unsupported requests that name a room. If the room does not exist for the caller, the answer is the same as for any other
 * request.
 */
@Controller
@Hidden
final class UnsupportedRoomRequests {
    private final GetRoom getRoom;
    private final ErrorResponses errors;
    private final ExecutorService executor;

    UnsupportedRoomRequests(
            GetRoom getRoom, ErrorResponses errors, @Named(Blocking.DATABASE) ExecutorService executor) {
        this.getRoom = getRoom;
        this.errors = errors;
        this.executor = executor;
    }

    /** Thrown for such a request. Carries the answer for callers for whom the room exists. */
    static final class Refused extends RuntimeException {
        private final transient RoomId room;
        private final transient HttpResponse<?> answer;

        Refused(RoomId room, HttpResponse<?> answer) {
            super(null, null, false, false);
            this.room = room;
            this.answer = answer;
        }
    }

    /** Asynchronous, because the framework runs error handlers on the event loop, whatever their executor. */
    @Error(global = true)
    CompletionStage<HttpResponse<?>> refuse(HttpRequest<?> request, Actor actor, Refused refused) {
        return CompletableFuture.supplyAsync(
                () -> getRoom.get(actor, refused.room) instanceof GetRoom.Result.Found
                        ? refused.answer
                        : errors.of(request, ErrorCode.ROOM_NOT_FOUND),
                executor);
    }
}
