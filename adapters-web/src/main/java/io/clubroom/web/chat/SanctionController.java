package io.clubroom.web.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.application.chat.moderation.LiftSanction;
import io.clubroom.application.chat.moderation.SetSanction;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.user.UserId;
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
import io.micronaut.http.annotation.Delete;
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
import java.time.Instant;
import java.time.InstantSource;

/** Mutes and bans in chat rooms over REST. */
@Consumes(MediaType.ALL)
@Controller(RoomController.PATH + "/{room_id}")
@Tag(name = "Moderation")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class SanctionController {
    private final SetSanction setSanction;
    private final LiftSanction liftSanction;
    private final InstantSource clock;
    private final ErrorResponses errors;

    SanctionController(SetSanction setSanction, LiftSanction liftSanction, InstantSource clock, ErrorResponses errors) {
        this.setSanction = setSanction;
        this.liftSanction = liftSanction;
        this.clock = clock;
        this.errors = errors;
    }

    /**
     * Mute a user in a room.
     *
     * <p>For owners and moderators, whose role in the room must be above that of the user; nobody mutes administrators. The user reads on, but
     * can't write, edit or react there. A later mute takes the place of an earlier one.
     */
    @Put("/mutes/{user_id}")
    @ApiResponse(
            responseCode = "200",
            description = "The mute.",
            content = @Content(schema = @Schema(implementation = SanctionBody.class)))
    @Fails({ErrorCode.FORBIDDEN, ErrorCode.ROOM_NOT_FOUND, ErrorCode.USER_NOT_FOUND, ErrorCode.DIRECT_ROOM})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> muteUser(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MemberId") @PathVariable("user_id") String userId,
            @RequestBody(ref = "NewSanction") @Nullable @Body byte[] body) {
        return set(request, actor, roomId, Sanction.Kind.MUTE, userId, body);
    }

    /**
     * Lift a mute.
     *
     * <p>For those who may mute the user. Also answers 204 if the user is not muted.
     */
    @Delete("/mutes/{user_id}")
    @ApiResponse(responseCode = "204", description = "The user is not muted.")
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.FORBIDDEN,
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.USER_NOT_FOUND,
        ErrorCode.DIRECT_ROOM
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> liftMute(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MemberId") @PathVariable("user_id") String userId) {
        return lift(request, actor, roomId, Sanction.Kind.MUTE, userId);
    }

    /**
     * Ban a user from a room.
     *
     * <p>For those who may mute the user. For the user, the room does not exist any more; connections there get {@code disconnected}. A later ban
     * takes the place of an earlier one.
     */
    @Put("/bans/{user_id}")
    @ApiResponse(
            responseCode = "200",
            description = "The ban.",
            content = @Content(schema = @Schema(implementation = SanctionBody.class)))
    @Fails({ErrorCode.FORBIDDEN, ErrorCode.ROOM_NOT_FOUND, ErrorCode.USER_NOT_FOUND, ErrorCode.DIRECT_ROOM})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> banUser(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MemberId") @PathVariable("user_id") String userId,
            @RequestBody(ref = "NewSanction") @Nullable @Body byte[] body) {
        return set(request, actor, roomId, Sanction.Kind.BAN, userId, body);
    }

    /**
     * Lift a ban.
     *
     * <p>For those who may mute the user. Also answers 204 if the user is not banned. Whoever was a member of a private room does not become one
     * again.
     */
    @Delete("/bans/{user_id}")
    @ApiResponse(responseCode = "204", description = "The user is not banned.")
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.FORBIDDEN,
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.USER_NOT_FOUND,
        ErrorCode.DIRECT_ROOM
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> liftBan(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MemberId") @PathVariable("user_id") String userId) {
        return lift(request, actor, roomId, Sanction.Kind.BAN, userId);
    }

    private HttpResponse<?> set(
            HttpRequest<?> request,
            Actor actor,
            String roomId,
            Sanction.Kind kind,
            String userId,
            @Nullable byte[] body) {
        return switch (setSanction.set(actor, RoomIds.of(roomId), kind, () -> command(request, userId, body))) {
            case SetSanction.Result.Done(Sanction sanction) ->
                HttpResponse.ok(SanctionBody.of(sanction)).contentType(MediaType.APPLICATION_JSON_TYPE);
            case SetSanction.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case SetSanction.Result.Refused(RoomVerdict verdict) -> errors.of(request, RoomRefusals.code(verdict));
            case SetSanction.Result.UserNotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
        };
    }

    private HttpResponse<?> lift(
            HttpRequest<?> request, Actor actor, String roomId, Sanction.Kind kind, String userId) {
        return switch (liftSanction.lift(actor, RoomIds.of(roomId), kind, () -> UserId.of(userId))) {
            case LiftSanction.Result.Done _ -> HttpResponse.noContent();
            case LiftSanction.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case LiftSanction.Result.Refused(RoomVerdict verdict) -> errors.of(request, RoomRefusals.code(verdict));
            case LiftSanction.Result.UserNotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
        };
    }

    private SetSanction.Command command(HttpRequest<?> request, String userId, @Nullable byte[] body) {
        UserId user = UserId.of(userId);
        JsonFields fields = JsonBody.parse(request, body);
        Instant until = Until.of(fields, clock.instant());
        Reason reason = fields.required("reason", Reason::of);
        fields.throwIfInvalid();
        return new SetSanction.Command(user, until, requireNonNull(reason));
    }
}
