package io.clubroom.web.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.application.chat.ListMembers;
import io.clubroom.application.chat.RemoveMember;
import io.clubroom.application.chat.SetRoomRole;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomMembers.Position;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.user.UserId;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.Paged;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.http.TimeCursor;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
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
import java.util.List;

/** The REST API for members of chat rooms. */
@Consumes(MediaType.ALL)
@Controller(RoomController.PATH + "/{room_id}/members")
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class RoomMembersController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final ListMembers listMembers;
    private final SetRoomRole setRoomRole;
    private final RemoveMember removeMember;
    private final ErrorResponses errors;

    RoomMembersController(
            ListMembers listMembers, SetRoomRole setRoomRole, RemoveMember removeMember, ErrorResponses errors) {
        this.listMembers = listMembers;
        this.setRoomRole = setRoomRole;
        this.removeMember = removeMember;
        this.errors = errors;
    }

    /**
     * List a room's members.
     *
     * <p>For members of the room. Lists active members in the order of joining; for a public room, only those with a role above member.
     */
    @Get
    @Paged
    @ApiResponse(
            responseCode = "200",
            description = "A page of members.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = MemberBody.class))))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.ROOM_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listMembers(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId) {
        return switch (listMembers.list(actor, RoomIds.of(roomId), () -> query(request))) {
            case ListMembers.Result.Page(List<Member> members, boolean more) ->
                PageLinks.page(
                        request,
                        members.stream().map(MemberBody::of).toList(),
                        more ? cursor(members.getLast()) : null);
            case ListMembers.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case ListMembers.Result.NotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }

    /**
     * Add a member, or change a member's role.
     *
     * <p>Owners can give any role; moderators can add members with the role {@code member}. In a public room, where everybody is a member
     * and every administrator is an owner, owners can give roles.
     */
    @Put("/{user_id}")
    @ApiResponse(
            responseCode = "200",
            description = "The member.",
            content = @Content(schema = @Schema(implementation = MemberBody.class)))
    @Fails({
        ErrorCode.FORBIDDEN,
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.USER_NOT_FOUND,
        ErrorCode.BANNED,
        ErrorCode.DIRECT_ROOM,
        ErrorCode.LAST_OWNER
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> setMember(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MemberId") @PathVariable("user_id") String userId,
            @RequestBody(ref = "MemberRole") @Nullable @Body byte[] body) {
        return switch (setRoomRole.set(actor, RoomIds.of(roomId), () -> command(request, userId, body))) {
            case SetRoomRole.Result.Done(Member member) ->
                HttpResponse.ok(MemberBody.of(member)).contentType(MediaType.APPLICATION_JSON_TYPE);
            case SetRoomRole.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case SetRoomRole.Result.Refused(RoomVerdict verdict) -> errors.of(request, RoomRefusals.code(verdict));
            case SetRoomRole.Result.UserNotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
            case SetRoomRole.Result.Banned _ -> errors.of(request, ErrorCode.BANNED);
            case SetRoomRole.Result.LastOwner _ -> errors.of(request, ErrorCode.LAST_OWNER);
        };
    }

    /**
     * Remove a member, or leave a room.
     *
     * <p>Owners can remove anybody, moderators members with the role {@code member}, and everybody themselves. A room without active
     * members is deleted. Public and direct rooms cannot be left.
     */
    @Delete("/{user_id}")
    @ApiResponse(responseCode = "204", description = "The user is no member any more.")
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.FORBIDDEN,
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.USER_NOT_FOUND,
        ErrorCode.PUBLIC_ROOM,
        ErrorCode.DIRECT_ROOM,
        ErrorCode.LAST_OWNER
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> removeMember(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MemberId") @PathVariable("user_id") String userId) {
        return switch (removeMember.remove(actor, RoomIds.of(roomId), () -> UserId.of(userId))) {
            case RemoveMember.Result.Removed _ -> HttpResponse.noContent();
            case RemoveMember.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case RemoveMember.Result.Refused(RoomVerdict verdict) -> errors.of(request, RoomRefusals.code(verdict));
            case RemoveMember.Result.UserNotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
            case RemoveMember.Result.LastOwner _ -> errors.of(request, ErrorCode.LAST_OWNER);
        };
    }

    private static SetRoomRole.Command command(HttpRequest<?> request, String userId, @Nullable byte[] body) {
        UserId user = UserId.of(userId);
        JsonFields fields = JsonBody.parse(request, body);
        RoomRole role = fields.required("role", RoomRole::of);
        fields.throwIfInvalid();
        return new SetRoomRole.Command(user, requireNonNull(role));
    }

    private static ListMembers.Query query(HttpRequest<?> request) {
        QueryParameters parameters = new QueryParameters(request);
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        TimeCursor after = parameters.optional(PageLinks.CURSOR, TimeCursor::decode);
        parameters.throwIfInvalid();
        return new ListMembers.Query(
                after == null ? null : new Position(after.createdAt(), new UserId(after.id())), limit);
    }

    private static String cursor(Member last) {
        return new TimeCursor(last.joinedAt(), last.user().id().value()).encode();
    }
}
