package io.clubroom.web.chat;

import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.ListRooms;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.Paged;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.Nullable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Chat rooms over REST. */
@Controller(RoomController.PATH)
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class RoomController {
    static final String PATH = "/api/chat/rooms";

    private final ListRooms listRooms;
    private final CreateRoom createRoom;
    private final DeleteRoom deleteRoom;
    private final ErrorResponses errors;

    RoomController(ListRooms listRooms, CreateRoom createRoom, DeleteRoom deleteRoom, ErrorResponses errors) {
        this.listRooms = listRooms;
        this.createRoom = createRoom;
        this.deleteRoom = deleteRoom;
        this.errors = errors;
    }

    /**
     * List rooms.
     *
     * <p>Ordered by id.
     */
    @Get
    @Paged
    @ApiResponse(
            responseCode = "200",
            description = "A page of rooms.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = RoomBody.class))))
    @Fails(ErrorCode.INVALID_INPUT)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listRooms(HttpRequest<?> request, Actor actor) {
        return switch (listRooms.list(actor, ChatQuery.rooms(new QueryParameters(request)))) {
            case ListRooms.Result.Page(List<Room> rooms, RoomId next) -> {
                var page = json(HttpResponse.ok(rooms.stream().map(RoomBody::of).toList()));
                yield next == null
                        ? page
                        : page.header(HttpHeaders.LINK, PageLinks.next(request, ChatQuery.cursor(next)));
            }
            case ListRooms.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
        };
    }

    /**
     * Create a room.
     *
     * <p>For administrators.
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            description = "The new room.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(schema = @Schema(implementation = RoomBody.class)))
    @Fails(ErrorCode.ROOM_TAKEN)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> createRoom(
            HttpRequest<?> request, Actor actor, @RequestBody(ref = "NewRoom") @Nullable @Body byte[] body) {
        return switch (createRoom.create(actor, () -> newRoom(body))) {
            case CreateRoom.Result.Created(Room room) ->
                json(HttpResponse.created(RoomBody.of(room))).header(HttpHeaders.LOCATION, location(room.id()));
            case CreateRoom.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case CreateRoom.Result.Taken _ -> errors.of(request, ErrorCode.ROOM_TAKEN);
        };
    }

    /**
     * Delete a room.
     *
     * <p>For administrators. Its messages are deleted with it.
     */
    @Delete("/{room_id}")
    @ApiResponse(responseCode = "204", description = "The room is deleted.")
    @Fails(ErrorCode.ROOM_NOT_FOUND)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> deleteRoom(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId) {
        if (!actor.isAdmin()) {
            return errors.of(request, ErrorCode.FORBIDDEN);
        }
        if (!isPossible(roomId)) {
            return errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        }
        return switch (deleteRoom.delete(actor, new RoomId(roomId))) {
            case DeleteRoom.Result.Deleted _ -> HttpResponse.noContent();
            case DeleteRoom.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case DeleteRoom.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }

    private static CreateRoom.Command newRoom(@Nullable byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        RoomId id = fields.required("id", RoomId::of);
        RoomName name = fields.required("name", RoomName::of);
        fields.throwIfInvalid();
        return new CreateRoom.Command(Objects.requireNonNull(id), Objects.requireNonNull(name));
    }

    /** Whether a store could have the id. Rooms created before ids were restricted may have other characters. */
    static boolean isPossible(String roomId) {
        return roomId.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }

    private static String location(RoomId id) {
        return PATH + "/" + URLEncoder.encode(id.value(), StandardCharsets.UTF_8);
    }

    private static MutableHttpResponse<?> json(MutableHttpResponse<?> response) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
