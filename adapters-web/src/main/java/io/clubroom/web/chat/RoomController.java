package io.clubroom.web.chat;

import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.DescribedRoom;
import io.clubroom.application.chat.GetRoom;
import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.RenameRoom;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
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
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
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

/** The REST API for chat rooms. */
@Controller(RoomController.PATH)
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class RoomController {
    static final String PATH = "/api/chat/rooms";

    private final ListRooms listRooms;
    private final CreateRoom createRoom;
    private final GetRoom getRoom;
    private final RenameRoom renameRoom;
    private final DeleteRoom deleteRoom;
    private final ErrorResponses errors;

    RoomController(
            ListRooms listRooms,
            CreateRoom createRoom,
            GetRoom getRoom,
            RenameRoom renameRoom,
            DeleteRoom deleteRoom,
            ErrorResponses errors) {
        this.listRooms = listRooms;
        this.createRoom = createRoom;
        this.getRoom = getRoom;
        this.renameRoom = renameRoom;
        this.deleteRoom = deleteRoom;
        this.errors = errors;
    }

    /**
     * List rooms.
     *
     * <p>Returns the rooms that the caller may read, ordered by id.
     */
    @Get
    @Paged
    @Parameter(name = "kind", ref = "RoomKind")
    @ApiResponse(
            responseCode = "200",
            description = "A page of rooms.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = RoomBody.class))))
    @Fails(ErrorCode.INVALID_INPUT)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listRooms(HttpRequest<?> request, Actor actor) {
        return switch (listRooms.list(actor, ChatQuery.rooms(new QueryParameters(request)))) {
            case ListRooms.Result.Page(List<DescribedRoom> rooms, RoomId next) ->
                PageLinks.page(
                        request,
                        rooms.stream().map(RoomBody::of).toList(),
                        next == null ? null : ChatQuery.cursor(next));
            case ListRooms.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
        };
    }

    /**
     * Create a room.
     *
     * <p>Administrators create public rooms, with an id of their choice. Private rooms, which get a random id, are created by
     * administrators and trainers unless the operator configures other roles. The caller becomes the owner.
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
        return switch (createRoom.create(actor, new NewRoomFields(body))) {
            case CreateRoom.Result.Created(DescribedRoom room) ->
                json(HttpResponse.created(RoomBody.of(room)))
                        .header(
                                HttpHeaders.LOCATION,
                                location(room.summary().room().id()));
            case CreateRoom.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case CreateRoom.Result.Taken _ -> errors.of(request, ErrorCode.ROOM_TAKEN);
            case CreateRoom.Result.UnknownMember(UserId user) ->
                errors.invalid(
                        request,
                        List.of(new InvalidValue(
                                "member_ids", "must be active users; there is no active user " + user)));
        };
    }

    /**
     * Read a room.
     *
     * <p>For users who may read the room.
     */
    @Get("/{room_id}")
    @Consumes(MediaType.ALL)
    @ApiResponse(
            responseCode = "200",
            description = "The room.",
            content = @Content(schema = @Schema(implementation = RoomBody.class)))
    @Fails(ErrorCode.ROOM_NOT_FOUND)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> getRoom(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId) {
        return switch (getRoom.get(actor, RoomIds.of(roomId))) {
            case GetRoom.Result.Found(DescribedRoom room) -> json(HttpResponse.ok(RoomBody.of(room)));
            case GetRoom.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case GetRoom.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }

    /**
     * Rename a room.
     *
     * <p>For owners of the room. Every administrator is an owner of public rooms. Direct rooms have no name of their own.
     */
    @Patch("/{room_id}")
    @Consumes(MediaType.ALL)
    @ApiResponse(
            responseCode = "200",
            description = "The room with its new name.",
            content = @Content(schema = @Schema(implementation = RoomBody.class)))
    @Fails({ErrorCode.FORBIDDEN, ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> renameRoom(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @RequestBody(ref = "RoomNaming") @Nullable @Body byte[] body) {
        return switch (renameRoom.rename(actor, RoomIds.of(roomId), () -> name(request, body))) {
            case RenameRoom.Result.Renamed(DescribedRoom room) -> json(HttpResponse.ok(RoomBody.of(room)));
            case RenameRoom.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case RenameRoom.Result.Refused(RoomVerdict verdict) -> errors.of(request, RoomRefusals.code(verdict));
        };
    }

    /**
     * Delete a room.
     *
     * <p>For owners of the room. Every administrator is an owner of public rooms. The room's messages are deleted with it. Direct rooms
     * cannot be deleted.
     */
    @Delete("/{room_id}")
    @Consumes(MediaType.ALL)
    @ApiResponse(responseCode = "204", description = "The room is deleted.")
    @Fails({ErrorCode.FORBIDDEN, ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> deleteRoom(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId) {
        return switch (deleteRoom.delete(actor, RoomIds.of(roomId))) {
            case DeleteRoom.Result.Deleted _ -> HttpResponse.noContent();
            case DeleteRoom.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case DeleteRoom.Result.Refused(RoomVerdict verdict) -> errors.of(request, RoomRefusals.code(verdict));
        };
    }

    private static RoomName name(HttpRequest<?> request, @Nullable byte[] body) {
        JsonFields fields = JsonBody.parse(request, body);
        RoomName name = fields.required("name", RoomName::of);
        fields.throwIfInvalid();
        return Objects.requireNonNull(name);
    }

    static String location(RoomId id) {
        return PATH + "/" + URLEncoder.encode(id.value(), StandardCharsets.UTF_8);
    }

    private static MutableHttpResponse<?> json(MutableHttpResponse<?> response) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
