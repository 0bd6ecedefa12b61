package io.clubroom.web.chat;

import io.clubroom.web.connection.UnsupportedRequests;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.RouteMatchUtils;
import org.jspecify.annotations.Nullable;

/** Refuses requests that are not supported; if they name a room, {@link UnsupportedRoomRequests} asks first whether it exists for the caller. */
@ServerFilter(RoomController.PATH + "/**")
final class RoomExistenceFilter implements Ordered {
    private final UnsupportedRequests unsupported;

    RoomExistenceFilter(UnsupportedRequests unsupported) {
        this.unsupported = unsupported;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        HttpResponse<?> refusal = unsupported.refusal(request);
        Object room = refusal == null
                ? null
                : RouteMatchUtils.findRouteMatch(request)
                        .map(route -> route.getVariableValues().get("room_id"))
                        .orElse(null);
        if (refusal != null && room != null) {
            // A filter may not wait for the database.
            throw new UnsupportedRoomRequests.Refused(RoomIds.of(room.toString()), refusal);
        }
        return refusal;
    }
}
