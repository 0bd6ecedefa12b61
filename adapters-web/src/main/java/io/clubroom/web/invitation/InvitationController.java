package io.clubroom.web.invitation;

import io.clubroom.application.invitation.Invite;
import io.clubroom.application.invitation.ListInvitations;
import io.clubroom.application.invitation.ResendInvitation;
import io.clubroom.application.invitation.WithdrawInvitation;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.InvitationId;
import io.clubroom.domain.invitation.Invitations.Position;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.MessageAnswer;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.Paged;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.http.TimeCursor;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The REST API for invitations, for administrators and trainers. */
@Controller("/api/invitations")
@Tag(name = "Invitations")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class InvitationController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_ROOMS = 100;

    private final Invite invite;
    private final ListInvitations listInvitations;
    private final WithdrawInvitation withdrawInvitation;
    private final ResendInvitation resendInvitation;
    private final InstantSource clock;
    private final ErrorResponses errors;

    InvitationController(
            Invite invite,
            ListInvitations listInvitations,
            WithdrawInvitation withdrawInvitation,
            ResendInvitation resendInvitation,
            InstantSource clock,
            ErrorResponses errors) {
        this.invite = invite;
        this.listInvitations = listInvitations;
        this.withdrawInvitation = withdrawInvitation;
        this.resendInvitation = resendInvitation;
        this.clock = clock;
        this.errors = errors;
    }

    /**
     * Invite somebody to register.
     *
     * <p>For administrators, and for trainers who invite clients. Sends a mail with a link that is valid for seven days.
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            description = "The invitation.",
            content = @Content(schema = @Schema(implementation = InvitationBody.class)))
    @Fails({
        ErrorCode.EMAIL_TAKEN,
        ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED,
        ErrorCode.ALREADY_INVITED,
        ErrorCode.REAUTHENTICATION_REQUIRED
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> invite(
            HttpRequest<?> request,
            Actor actor,
            @RequestBody(ref = "NewInvitation") @jakarta.annotation.Nullable @Body byte[] body) {
        return switch (invite.invite(actor, () -> command(body))) {
            case Invite.Result.Invited(Invitation invitation) ->
                json(HttpResponse.created(InvitationBody.of(invitation, clock.instant())));
            case Invite.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case Invite.Result.RoleNotAllowed _ ->
                errors.of(request, ErrorCode.FORBIDDEN, "Only an administrator may invite trainers and administrators");
            case Invite.Result.DomainNotAllowed _ -> errors.of(request, ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED);
            case Invite.Result.EmailTaken _ -> errors.taken(request, new TakenNames(false, true));
            case Invite.Result.AlreadyInvited _ -> errors.of(request, ErrorCode.ALREADY_INVITED);
            case Invite.Result.UnknownRoom(RoomId room) ->
                errors.invalid(request, List.of(new InvalidValue("room_ids", "must exist; there is no room " + room)));
        };
    }

    /**
     * List invitations.
     *
     * <p>For administrators; trainers see their own. Newest first.
     */
    @Get
    @Paged
    @ApiResponse(
            responseCode = "200",
            description = "A page of invitations.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = InvitationBody.class))))
    @Fails(ErrorCode.INVALID_INPUT)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listInvitations(HttpRequest<?> request, Actor actor) {
        QueryParameters parameters = new QueryParameters(request);
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        TimeCursor after = parameters.optional(PageLinks.CURSOR, TimeCursor::decode);
        parameters.throwIfInvalid();
        return switch (listInvitations.list(actor, position(after), limit)) {
            case ListInvitations.Result.Page(List<Invitation> invitations, boolean more) -> {
                Instant now = clock.instant();
                yield PageLinks.page(
                        request,
                        invitations.stream()
                                .map(one -> InvitationBody.of(one, now))
                                .toList(),
                        more ? cursor(invitations.getLast()) : null);
            }
            case ListInvitations.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
        };
    }

    /**
     * Withdraw an invitation.
     *
     * <p>For administrators; trainers can withdraw their own invitations. The link becomes invalid.
     */
    @Delete("/{id}")
    @ApiResponse(responseCode = "204", description = "The invitation is withdrawn, or has expired.")
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.INVITATION_NOT_FOUND, ErrorCode.INVITATION_ENDED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> withdrawInvitation(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "InvitationId") String id) {
        return switch (withdrawInvitation.withdraw(actor, InvitationId.of(id))) {
            case WithdrawInvitation.Result.Withdrawn _ -> HttpResponse.noContent();
            case WithdrawInvitation.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case WithdrawInvitation.Result.NotFound _ -> errors.of(request, ErrorCode.INVITATION_NOT_FOUND);
            case WithdrawInvitation.Result.Accepted _ -> errors.of(request, ErrorCode.INVITATION_ENDED);
        };
    }

    /**
     * Send an invitation again.
     *
     * <p>For administrators; trainers can resend their own invitations. The mail has a new link, valid for seven days; the old one becomes
     * invalid.
     */
    @Post("/{id}/resend")
    @ApiResponse(
            responseCode = "202",
            description = "The mail is queued.",
            content = @Content(schema = @Schema(implementation = MessageAnswer.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.INVITATION_NOT_FOUND, ErrorCode.INVITATION_ENDED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> resendInvitation(HttpRequest<?> request, Actor actor, @Parameter(ref = "InvitationId") String id) {
        return switch (resendInvitation.resend(actor, InvitationId.of(id))) {
            case ResendInvitation.Result.Sent _ ->
                json(HttpResponse.accepted().body(new MessageAnswer("The invitation is sent again")));
            case ResendInvitation.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case ResendInvitation.Result.NotFound _ -> errors.of(request, ErrorCode.INVITATION_NOT_FOUND);
            case ResendInvitation.Result.Ended _ -> errors.of(request, ErrorCode.INVITATION_ENDED);
        };
    }

    private static Invite.Command command(@jakarta.annotation.Nullable byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        Email email = fields.required("email", Email::of);
        Role role = fields.optional("role", Role::of);
        List<RoomId> rooms = fields.optionalList("room_ids", MAX_ROOMS, InvitationController::room);
        fields.throwIfInvalid();
        return new Invite.Command(
                Objects.requireNonNull(email),
                role == null ? Role.CLIENT : role,
                rooms == null ? List.of() : rooms.stream().distinct().toList());
    }

    private static RoomId room(String text) {
        try {
            return RoomId.of(text);
        } catch (InvalidValue malformed) {
            throw new InvalidValue("room_ids", "must be ids of rooms");
        }
    }

    private static @Nullable Position position(@Nullable TimeCursor cursor) {
        return cursor == null ? null : new Position(cursor.createdAt(), new InvitationId(cursor.id()));
    }

    private static String cursor(Invitation invitation) {
        return new TimeCursor(invitation.createdAt(), invitation.id().value()).encode();
    }

    private static MutableHttpResponse<?> json(MutableHttpResponse<?> response) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
