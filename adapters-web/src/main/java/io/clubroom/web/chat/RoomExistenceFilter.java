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

/**
 * Refuses unsupported requests. If the request names a room, {@link UnsupportedRoomRequests} first checks whether the room exists for the
 * caller.
 */
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
            // The handler checks the room, because a filter must not wait for the database.
            throw new UnsupportedRoomRequests.Refused(RoomIds.of(room.toString()), refusal);
        }
        return refusal;
    }
}
