package io.clubroom.web.chat;

import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.PostMessage;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Attachments;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.file.FileId;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.Paged;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.limit.RequestLimits;
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
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Chat rooms and their messages over REST. */
@Controller(RoomController.PATH)
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class RoomController {
    static final String PATH = "/api/chat/rooms";

    private final ListRooms listRooms;
    private final CreateRoom createRoom;
    private final DeleteRoom deleteRoom;
    private final ReadHistory readHistory;
    private final PostMessage postMessage;
    private final RequestLimits limits;
    private final ErrorResponses errors;

    RoomController(
            ListRooms listRooms,
            CreateRoom createRoom,
            DeleteRoom deleteRoom,
            ReadHistory readHistory,
            PostMessage postMessage,
            RequestLimits limits,
            ErrorResponses errors) {
        this.listRooms = listRooms;
        this.createRoom = createRoom;
        this.deleteRoom = deleteRoom;
        this.readHistory = readHistory;
        this.postMessage = postMessage;
        this.limits = limits;
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

    /**
     * Read a room's messages.
     *
     * <p>Newest first, starting with the newest message. With {@code after_seq} alone, pages lead forward from there.
     */
    @Get("/{room_id}/messages")
    @Parameter(name = "limit", ref = "MessageLimit")
    @Parameter(name = "cursor", ref = "Cursor")
    @Parameter(name = "before_seq", ref = "BeforeSeq")
    @Parameter(name = "after_seq", ref = "AfterSeq")
    @ApiResponse(
            responseCode = "200",
            description = "A page of messages.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = MessageBody.class))))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.ROOM_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listMessages(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId) {
        if (!isPossible(roomId)) {
            return errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        }
        ReadHistory.Query query = ChatQuery.history(new RoomId(roomId), new QueryParameters(request));
        return switch (readHistory.read(actor, query)) {
            case ReadHistory.Result.Page(List<Message> messages, boolean more) -> {
                var page = json(
                        HttpResponse.ok(messages.stream().map(MessageBody::of).toList()));
                yield more
                        ? page.header(HttpHeaders.LINK, PageLinks.next(request, ChatQuery.cursor(end(query, messages))))
                        : page;
            }
            case ReadHistory.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case ReadHistory.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }

    /**
     * Post a message.
     *
     * <p>Everybody in the room receives it, as if it had been sent over the chat. It is stored once, however often it is sent with the same
     * {@code client_message_id}.
     */
    @Post("/{room_id}/messages")
    @ApiResponse(
            responseCode = "201",
            description = "The new message.",
            content = @Content(schema = @Schema(implementation = MessageBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The message that was posted before with the same `client_message_id`.",
            content = @Content(schema = @Schema(implementation = MessageBody.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.ROOM_NOT_FOUND, ErrorCode.FILE_NOT_FOUND, ErrorCode.RATE_LIMITED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> postMessage(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @RequestBody(ref = "NewMessage") @Nullable @Body byte[] body) {
        if (!isPossible(roomId)) {
            return errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        }
        HttpResponse<?> refused = limits.message(request, actor);
        if (refused != null) {
            return refused;
        }
        return switch (postMessage.post(actor, newMessage(new RoomId(roomId), body))) {
            case PostMessage.Result.Posted(Message message) -> json(HttpResponse.created(MessageBody.of(message)));
            case PostMessage.Result.Repeated(Message message) -> json(HttpResponse.ok(MessageBody.of(message)));
            case PostMessage.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case PostMessage.Result.Refused(ChangeRefusal refusal, Instant _) ->
                errors.of(
                        request,
                        refusal == ChangeRefusal.NO_SUCH_FILE ? ErrorCode.FILE_NOT_FOUND : ErrorCode.ROOM_NOT_FOUND);
        };
    }

    private static PostMessage.Command newMessage(RoomId room, @Nullable byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        List<FileId> files = fields.optionalList("file_ids", Attachments.MAX, RoomController::fileId);
        boolean hasFiles = files != null && !files.isEmpty();
        // What is wrong with the files says nothing about the text.
        MessageText text = hasFiles || (files == null && fields.isPresent("file_ids"))
                ? fields.optional("content", MessageText::ofMessageWithFiles)
                : fields.required("content", MessageText::of);
        ClientMessageId clientMessageId = fields.optional("client_message_id", ClientMessageId::of);
        fields.throwIfInvalid();
        return new PostMessage.Command(
                room,
                text == null ? MessageText.ofMessageWithFiles("") : text,
                files == null ? List.of() : files,
                null,
                clientMessageId);
    }

    private static FileId fileId(String id) {
        return Attachments.of(List.of(id)).getFirst();
    }

    private static CreateRoom.Command newRoom(@Nullable byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        RoomId id = fields.required("id", RoomId::of);
        RoomName name = fields.required("name", RoomName::of);
        fields.throwIfInvalid();
        return new CreateRoom.Command(Objects.requireNonNull(id), Objects.requireNonNull(name));
    }

    /** The {@code seq} of the last message in the direction of reading. */
    private static long end(ReadHistory.Query query, List<Message> messages) {
        return switch (query.direction()) {
            case FORWARD -> messages.getFirst().seq();
            case BACKWARD -> messages.getLast().seq();
        };
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
