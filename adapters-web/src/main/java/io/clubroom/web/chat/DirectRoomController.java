package io.clubroom.web.chat;

import io.clubroom.application.chat.DescribedRoom;
import io.clubroom.application.chat.OpenDirectRoom;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.ProducesJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.Nullable;
import java.util.List;

/** The REST API for direct rooms. */
@Controller("/api/chat/direct")
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class DirectRoomController {
    /** The maximum number of listed ids, more than fit into a request body. Duplicates are allowed. */
    private static final int MAX_NAMED = 2_000;

    private final OpenDirectRoom openDirectRoom;
    private final ErrorResponses errors;

    DirectRoomController(OpenDirectRoom openDirectRoom, ErrorResponses errors) {
        this.openDirectRoom = openDirectRoom;
        this.errors = errors;
    }

    /**
     * Open a direct room.
     *
     * <p>Each set of up to ten people, including the caller, has one direct room, whose members never change. Returns the existing room if
     * there is one.
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            description = "The new room.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(schema = @Schema(implementation = RoomBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The room of these people, which was there before.",
            content = @Content(schema = @Schema(implementation = RoomBody.class)))
    @Fails({ErrorCode.NOT_REACHABLE, ErrorCode.USER_BLOCKED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> openDirectRoom(
            HttpRequest<?> request, Actor actor, @RequestBody(ref = "DirectRoom") @Nullable @Body byte[] body) {
        return switch (openDirectRoom.open(actor, command(body))) {
            case OpenDirectRoom.Result.Opened(DescribedRoom room) ->
                HttpResponse.created(RoomBody.of(room))
                        .contentType(MediaType.APPLICATION_JSON_TYPE)
                        .header(
                                HttpHeaders.LOCATION,
                                RoomController.location(room.summary().room().id()));
            case OpenDirectRoom.Result.Found(DescribedRoom room) ->
                HttpResponse.ok(RoomBody.of(room)).contentType(MediaType.APPLICATION_JSON_TYPE);
            case OpenDirectRoom.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case OpenDirectRoom.Result.NotReachable _ -> errors.of(request, ErrorCode.NOT_REACHABLE);
            case OpenDirectRoom.Result.UserBlocked _ -> errors.of(request, ErrorCode.USER_BLOCKED);
        };
    }

    private static OpenDirectRoom.Command command(@Nullable byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        List<UserId> users = fields.optionalList("user_ids", MAX_NAMED, id -> user("user_ids", id));
        if (users == null && !fields.isPresent("user_ids")) {
            fields.faults().collect(() -> {
                throw new InvalidValue("user_ids", "is required");
            });
        }
        fields.throwIfInvalid();
        return new OpenDirectRoom.Command(users == null ? List.of() : users);
    }

    static UserId user(String field, String id) {
        try {
            return UserId.of(id);
        } catch (InvalidValue invalid) {
            throw new InvalidValue(field, "must be ids of users");
        }
    }
}
