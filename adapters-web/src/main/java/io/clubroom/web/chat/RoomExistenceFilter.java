package io.clubroom.web.chat;

import io.clubroom.application.chat.GetRoom;
import io.clubroom.domain.auth.Actor;
import io.clubroom.web.connection.UnsupportedRequests;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.http.Blocking;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteMatchUtils;
import org.jspecify.annotations.Nullable;

/** Answers requests that are not supported: if no room with their id exists for the caller, as any other. */
@ServerFilter(RoomController.PATH + "/**")
final class RoomExistenceFilter implements ConditionalFilter, Ordered {
    private final UnsupportedRequests unsupported;
    private final GetRoom getRoom;
    private final ErrorResponses errors;

    RoomExistenceFilter(UnsupportedRequests unsupported, GetRoom getRoom, ErrorResponses errors) {
        this.unsupported = unsupported;
        this.getRoom = getRoom;
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after();
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return unsupported.refusal(request) != null;
    }

    @RequestFilter
    @ExecuteOn(Blocking.DATABASE)
    @Nullable
    HttpResponse<?> refuse(HttpRequest<?> request, Actor actor) {
        boolean exists = RouteMatchUtils.findRouteMatch(request)
                .map(route -> route.getVariableValues().get("room_id"))
                .map(id -> getRoom.get(actor, RoomIds.of(id.toString())) instanceof GetRoom.Result.Found)
                .orElse(true);
        return exists ? unsupported.refusal(request) : errors.of(request, ErrorCode.ROOM_NOT_FOUND);
    }
}
