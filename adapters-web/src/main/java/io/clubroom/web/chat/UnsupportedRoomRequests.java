package io.clubroom.web.chat;

import io.clubroom.application.chat.GetRoom;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.http.Blocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.web.router.Router;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.inject.Named;
import java.util.Objects;
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
    private final Router router;
    private final ErrorResponses errors;
    private final ExecutorService executor;

    UnsupportedRoomRequests(
            GetRoom getRoom, Router router, ErrorResponses errors, @Named(Blocking.DATABASE) ExecutorService executor) {
        this.getRoom = getRoom;
        this.router = router;
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
        return answer(request, actor, refused.room, refused.answer);
    }

    /** The framework finds no route for such a request, so {@link RoomExistenceFilter} does not know its room. */
    @Error(status = HttpStatus.NOT_ACCEPTABLE, global = true)
    CompletionStage<HttpResponse<?>> refuseMediaTypes(HttpRequest<?> request, Actor actor) {
        HttpResponse<?> refusal = errors.of(request, ErrorCode.NOT_ACCEPTABLE);
        return router.findAny(request).stream()
                .filter(route -> route.getRouteInfo().getHttpMethod() == request.getMethod())
                .map(route -> route.getVariableValues().get("room_id"))
                .filter(Objects::nonNull)
                .findFirst()
                .map(room -> answer(request, actor, RoomIds.of(room.toString()), refusal))
                .orElseGet(() -> CompletableFuture.completedFuture(refusal));
    }

    private CompletionStage<HttpResponse<?>> answer(
            HttpRequest<?> request, Actor actor, RoomId room, HttpResponse<?> refusal) {
        return CompletableFuture.supplyAsync(
                () -> switch (getRoom.get(actor, room)) {
                    case GetRoom.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
                    case GetRoom.Result.Found _, GetRoom.Result.NotSignedIn _ -> refusal;
                },
                executor);
    }
}
