package io.clubroom.web.chat;

import io.clubroom.application.chat.ChangeMessage;
import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.ReadChanges;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.application.chat.ReadVersions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.limit.RequestLimits;
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
import io.micronaut.http.annotation.Put;
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
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The messages of chat rooms, and what changes of them, over REST. */
@Consumes(MediaType.ALL)
@Controller(RoomController.PATH + "/{room_id}")
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class MessageController {
    private final ReadHistory readHistory;
    private final ReadChanges readChanges;
    private final ReadVersions readVersions;
    private final ChangeMessage changeMessage;
    private final RequestLimits limits;
    private final ErrorResponses errors;

    MessageController(
            ReadHistory readHistory,
            ReadChanges readChanges,
            ReadVersions readVersions,
            ChangeMessage changeMessage,
            RequestLimits limits,
            ErrorResponses errors) {
        this.readHistory = readHistory;
        this.readChanges = readChanges;
        this.readVersions = readVersions;
        this.changeMessage = changeMessage;
        this.limits = limits;
        this.errors = errors;
    }

    /**
     * Read a room's messages.
     *
     * <p>Newest first, starting with the newest message. With {@code after_seq} alone, pages lead forward from there. Messages are shown as
     * they are now.
     */
    @Get("/messages")
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
        return switch (readHistory.read(
                actor, RoomIds.of(roomId), () -> ChatQuery.history(new QueryParameters(request)))) {
            case ReadHistory.Result.Page(List<Message> messages, Long next) -> {
                UserId viewer = id(actor);
                yield PageLinks.page(
                        request,
                        messages.stream()
                                .map(message -> MessageBody.of(message, viewer))
                                .toList(),
                        next == null ? null : ChatQuery.cursor(next));
            }
            case ReadHistory.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case ReadHistory.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }

    /**
     * Read a room's changes.
     *
     * <p>Messages, edits, deletions, reactions and users who were deleted: the frames of the chat's protocol 2, oldest first. Messages are
     * shown as they are now, whatever changed since.
     */
    @Get("/changes")
    @Parameter(name = "limit", ref = "ChangeLimit")
    @Parameter(name = "cursor", ref = "Cursor")
    @Parameter(name = "after", ref = "AfterChange")
    @ApiResponse(
            responseCode = "200",
            description = "A page of changes.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(schema = @Schema(ref = "RoomChanges")))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.ROOM_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listChanges(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId) {
        return switch (readChanges.read(
                actor, RoomIds.of(roomId), () -> ChatQuery.changes(new QueryParameters(request)))) {
            case ReadChanges.Result.Page(List<RoomChange> changes, boolean more) -> {
                UserId viewer = id(actor);
                yield PageLinks.page(
                        request,
                        changes.stream()
                                .map(change -> ChangeBody.of(change, viewer))
                                .toList(),
                        more ? ChatQuery.cursor(changes.getLast().change()) : null);
            }
            case ReadChanges.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case ReadChanges.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }

    /**
     * Read the earlier texts of a message.
     *
     * <p>For owners and moderators of the room.
     */
    @Get("/messages/{message_id}/versions")
    @Parameter(name = "limit", ref = "VersionLimit")
    @Parameter(name = "cursor", ref = "Cursor")
    @ApiResponse(
            responseCode = "200",
            description =
                    "A page of the texts that the message has had, the present one first; none if it was deleted.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = VersionBody.class))))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.ROOM_NOT_FOUND, ErrorCode.MESSAGE_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listVersions(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MessageId") @PathVariable("message_id") String messageId) {
        return switch (readVersions.read(
                actor,
                RoomIds.of(roomId),
                () -> ChatQuery.versions(messageId(messageId), new QueryParameters(request)))) {
            case ReadVersions.Result.Page(List<Messages.Version> versions, Long next) ->
                PageLinks.page(
                        request,
                        versions.stream().map(VersionBody::of).toList(),
                        next == null ? null : ChatQuery.cursor(next));
            case ReadVersions.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case ReadVersions.Result.NoSuchRoom _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
            case ReadVersions.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case ReadVersions.Result.NoSuchMessage _ -> errors.of(request, ErrorCode.MESSAGE_NOT_FOUND);
        };
    }

    /**
     * Post a message.
     *
     * <p>Everybody in the room receives it, as if it had been sent over the chat. It is stored once, however often it is sent with the same
     * {@code client_message_id}.
     */
    @Post("/messages")
    @ApiResponse(
            responseCode = "201",
            description = "The new message.",
            content = @Content(schema = @Schema(implementation = MessageBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The message that was posted before with the same `client_message_id`, as it is now.",
            content = @Content(schema = @Schema(implementation = MessageBody.class)))
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.INVALID_CONTENT,
        ErrorCode.MUTED,
        ErrorCode.NOT_REACHABLE,
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.MESSAGE_NOT_FOUND,
        ErrorCode.FILE_NOT_FOUND,
        ErrorCode.MESSAGE_DELETED,
        ErrorCode.CLIENT_MESSAGE_ID_USED,
        ErrorCode.USER_BLOCKED,
        ErrorCode.RATE_LIMITED
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> postMessage(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @RequestBody(ref = "NewMessage") @Nullable @Body byte[] body) {
        return change(
                request,
                actor,
                roomId,
                room -> sender -> MessageFields.newMessage(sender, room, request, body),
                (change, isNew, id) -> {
                    MessageBody message = message(change, actor, id);
                    return json(isNew ? HttpResponse.created(message) : HttpResponse.ok(message));
                });
    }

    /**
     * Edit a message.
     *
     * <p>For its author, for as long as the operator lets messages be edited. It mentions anew.
     */
    @Patch("/messages/{message_id}")
    @ApiResponse(
            responseCode = "200",
            description = "The message after the edit.",
            content = @Content(schema = @Schema(implementation = MessageBody.class)))
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.INVALID_CONTENT,
        ErrorCode.MUTED,
        ErrorCode.NOT_REACHABLE,
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.MESSAGE_NOT_FOUND,
        ErrorCode.MESSAGE_DELETED,
        ErrorCode.EDIT_WINDOW_OVER,
        ErrorCode.CLIENT_MESSAGE_ID_USED,
        ErrorCode.USER_BLOCKED,
        ErrorCode.RATE_LIMITED
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> editMessage(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MessageId") @PathVariable("message_id") String messageId,
            @RequestBody(ref = "MessageEdit") @Nullable @Body byte[] body) {
        return change(
                request,
                actor,
                roomId,
                room -> sender -> MessageFields.edit(sender, room, messageId(messageId), request, body),
                (change, _, id) -> json(HttpResponse.ok(message(change, actor, id))));
    }

    /**
     * Delete a message.
     *
     * <p>For its author, and for owners and moderators of the room. Its place in the room remains, without its text and files.
     */
    @Delete("/messages/{message_id}")
    @ApiResponse(responseCode = "204", description = "The message is deleted.")
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.ROOM_NOT_FOUND, ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.RATE_LIMITED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> deleteMessage(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MessageId") @PathVariable("message_id") String messageId) {
        return change(
                request,
                actor,
                roomId,
                room -> sender -> new ChangeMessages.Delete(sender, room, messageId(messageId), null),
                (_, _, _) -> HttpResponse.noContent());
    }

    /**
     * React to a message.
     *
     * <p>With exactly one emoji of those that Unicode recommends for general interchange (RGI), with or without U+FE0F.
     */
    @Put("/messages/{message_id}/reactions/{emoji}")
    @ApiResponse(responseCode = "204", description = "The caller reacts with the emoji.")
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.INVALID_EMOJI,
        ErrorCode.MUTED,
        ErrorCode.NOT_REACHABLE,
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.MESSAGE_NOT_FOUND,
        ErrorCode.MESSAGE_DELETED,
        ErrorCode.TOO_MANY_REACTIONS,
        ErrorCode.USER_BLOCKED,
        ErrorCode.RATE_LIMITED
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> addReaction(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MessageId") @PathVariable("message_id") String messageId,
            @Parameter(ref = "Emoji") @PathVariable("emoji") String emoji) {
        return react(request, actor, roomId, messageId, emoji, false);
    }

    /**
     * Take a reaction back.
     *
     * <p>The caller's own.
     */
    @Delete("/messages/{message_id}/reactions/{emoji}")
    @ApiResponse(responseCode = "204", description = "The caller does not react with the emoji.")
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.INVALID_EMOJI,
        ErrorCode.MUTED,
        ErrorCode.NOT_REACHABLE,
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.MESSAGE_NOT_FOUND,
        ErrorCode.MESSAGE_DELETED,
        ErrorCode.USER_BLOCKED,
        ErrorCode.RATE_LIMITED
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> removeReaction(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MessageId") @PathVariable("message_id") String messageId,
            @Parameter(ref = "Emoji") @PathVariable("emoji") String emoji) {
        return react(request, actor, roomId, messageId, emoji, true);
    }

    private HttpResponse<?> react(
            HttpRequest<?> request, Actor actor, String roomId, String messageId, String emoji, boolean removed) {
        return change(
                request,
                actor,
                roomId,
                room -> sender ->
                        new ChangeMessages.React(sender, room, messageId(messageId), emoji(emoji), removed, null),
                (_, _, _) -> HttpResponse.noContent());
    }

    /** The answer to a change that is stored. */
    @FunctionalInterface
    private interface Answer {
        /**
         * @param isNew whether it was stored now, and not before
         * @param id what the request had; null if nothing
         */
        HttpResponse<?> to(RoomChange change, boolean isNew, @Nullable ClientMessageId id);
    }

    /** @param asked parses the request */
    private HttpResponse<?> change(
            HttpRequest<?> request,
            Actor actor,
            String roomId,
            Function<RoomId, Function<Actor.SignedIn, ChangeMessages.Request>> asked,
            Answer answer) {
        HttpResponse<?> limited = limits.message(request, actor);
        if (limited != null) {
            return limited;
        }
        RoomId room = RoomIds.of(roomId);
        ChangeMessage.Result result;
        try {
            result = changeMessage.change(actor, room, asked.apply(room));
        } catch (InvalidChange invalid) {
            return errors.invalidChange(request, invalid.code(), invalid.faults(), invalid.clientMessageId());
        }
        return switch (result) {
            case ChangeMessage.Result.Stored(RoomChange change, ClientMessageId id) -> answer.to(change, true, id);
            case ChangeMessage.Result.Repeated(RoomChange change, ClientMessageId id) -> answer.to(change, false, id);
            case ChangeMessage.Result.Unchanged(RoomChange change, ClientMessageId id) -> answer.to(change, false, id);
            case ChangeMessage.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            // What does not exist answers the same, whatever the request has.
            case ChangeMessage.Result.Refused refused
            when refused.refusal() == ChangeRefusal.NO_SUCH_ROOM -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
            case ChangeMessage.Result.Refused(ChangeRefusal refusal, Instant until, ClientMessageId id) ->
                errors.changeRefused(request, code(refusal), until, id == null ? null : id.value());
        };
    }

    private static ErrorCode code(ChangeRefusal refusal) {
        return switch (refusal) {
            case NO_SUCH_ROOM -> ErrorCode.ROOM_NOT_FOUND;
            case NO_SUCH_SENDER -> ErrorCode.INVALID_TOKEN;
            case NO_SUCH_FILE -> ErrorCode.FILE_NOT_FOUND;
            case NO_SUCH_MESSAGE -> ErrorCode.MESSAGE_NOT_FOUND;
            case MESSAGE_DELETED -> ErrorCode.MESSAGE_DELETED;
            case INVALID_CONTENT -> ErrorCode.INVALID_CONTENT;
            case FORBIDDEN -> ErrorCode.FORBIDDEN;
            case EDIT_WINDOW_OVER -> ErrorCode.EDIT_WINDOW_OVER;
            case TOO_MANY_REACTIONS -> ErrorCode.TOO_MANY_REACTIONS;
            case CLIENT_MESSAGE_ID_USED -> ErrorCode.CLIENT_MESSAGE_ID_USED;
            case MUTED -> ErrorCode.MUTED;
            case NOT_REACHABLE -> ErrorCode.NOT_REACHABLE;
            case USER_BLOCKED -> ErrorCode.USER_BLOCKED;
        };
    }

    private static MessageBody message(RoomChange change, Actor actor, @Nullable ClientMessageId asked) {
        return MessageBody.of(((RoomChange.OfMessage) change).message(), id(actor), asked);
    }

    private static UserId id(Actor actor) {
        return ((Actor.SignedIn) actor).id();
    }

    private static MessageId messageId(String text) {
        return MessageId.of("message_id", text);
    }

    private static Emoji emoji(String text) {
        try {
            return Emoji.of(text);
        } catch (InvalidValue invalid) {
            throw new InvalidChange(ErrorCode.INVALID_EMOJI, List.of(invalid), null);
        }
    }

    private static MutableHttpResponse<?> json(MutableHttpResponse<?> response) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
