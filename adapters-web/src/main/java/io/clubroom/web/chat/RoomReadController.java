package io.clubroom.web.chat;

import io.clubroom.application.chat.MarkRead;
import io.clubroom.application.chat.SetNotify;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.validation.InvalidInput;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.ProducesJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.Nullable;
import java.util.List;
import java.util.Objects;

/** The REST API for the caller's read marker and notification setting of a room. */
@Consumes(MediaType.ALL)
@Controller(RoomController.PATH)
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class RoomReadController {
    private final MarkRead markRead;
    private final SetNotify setNotify;
    private final ErrorResponses errors;

    RoomReadController(MarkRead markRead, SetNotify setNotify, ErrorResponses errors) {
        this.markRead = markRead;
        this.setNotify = setNotify;
        this.errors = errors;
    }

    /**
     * Mark messages as read.
     *
     * <p>Marks all messages up to this {@code seq} as read. The read marker only moves forward: a lower {@code seq} has no effect.
     */
    @Put("/{room_id}/read")
    @ApiResponse(
            responseCode = "200",
            description = "What is read and unread now.",
            content = @Content(schema = @Schema(implementation = ReadBody.class)))
    @Fails(ErrorCode.ROOM_NOT_FOUND)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> markRead(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @RequestBody(ref = "ReadMark") @Nullable @Body byte[] body) {
        return switch (markRead.mark(actor, RoomIds.of(roomId), () -> seq(request, body))) {
            case MarkRead.Result.Marked(RoomReads.Counts counts) ->
                HttpResponse.ok(ReadBody.of(counts)).contentType(MediaType.APPLICATION_JSON_TYPE);
            case MarkRead.Result.BeyondEnd _ ->
                throw new InvalidInput(
                        List.of(new InvalidValue("seq", "must not be higher than that of the last message")));
            case MarkRead.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case MarkRead.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }

    private static long seq(HttpRequest<?> request, @Nullable byte[] body) {
        JsonFields fields = JsonBody.parse(request, body);
        Long seq = fields.requiredInteger("seq", 0);
        fields.throwIfInvalid();
        return Objects.requireNonNull(seq);
    }

    /** Set the notification level of a room. */
    @Put("/{room_id}/settings")
    @ApiResponse(
            responseCode = "200",
            description = "The settings.",
            content = @Content(schema = @Schema(implementation = RoomSettingsBody.class)))
    @Fails(ErrorCode.ROOM_NOT_FOUND)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> setRoomSettings(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @RequestBody(ref = "RoomSettings") @Nullable @Body byte[] body) {
        return switch (setNotify.set(actor, RoomIds.of(roomId), () -> notify(request, body))) {
            case SetNotify.Result.Set(NotifyLevel notify) ->
                HttpResponse.ok(new RoomSettingsBody(notify.text())).contentType(MediaType.APPLICATION_JSON_TYPE);
            case SetNotify.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case SetNotify.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }

    private static NotifyLevel notify(HttpRequest<?> request, @Nullable byte[] body) {
        JsonFields fields = JsonBody.parse(request, body);
        NotifyLevel notify = fields.required("notify", NotifyLevel::of);
        fields.throwIfInvalid();
        return Objects.requireNonNull(notify);
    }
}
