package io.clubroom.web.mail;

import io.clubroom.application.mail.Announce;
import io.clubroom.application.mail.GetMail;
import io.clubroom.application.mail.ListMails;
import io.clubroom.application.mail.RetryMail;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Outbox.Announcement;
import io.clubroom.domain.mail.Outbox.Audience;
import io.clubroom.domain.mail.Outbox.Position;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The REST API for the outbox and announcements, for administrators. */
@Controller("/api/mails")
@Tag(name = "Mails")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class MailController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_SUBJECT = 200;
    private static final int MAX_TEXT = 200_000;
    private static final int MAX_USERS = 20_000;

    private final Announce announce;
    private final ListMails listMails;
    private final GetMail getMail;
    private final RetryMail retryMail;
    private final ErrorResponses errors;

    MailController(
            Announce announce, ListMails listMails, GetMail getMail, RetryMail retryMail, ErrorResponses errors) {
        this.announce = announce;
        this.listMails = listMails;
        this.getMail = getMail;
        this.retryMail = retryMail;
        this.errors = errors;
    }

    /**
     * List mails.
     *
     * <p>For administrators. Waiting mails, and mails that were sent or have failed in the last 30 days; newest first.
     */
    @Get
    @Paged
    @Parameter(name = "status", ref = "MailStatus")
    @ApiResponse(
            responseCode = "200",
            description = "A page of mails.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = MailBody.class))))
    @Fails(ErrorCode.INVALID_INPUT)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listMails(HttpRequest<?> request, Actor actor) {
        if (!actor.isAdmin()) {
            return errors.of(request, ErrorCode.FORBIDDEN);
        }
        QueryParameters parameters = new QueryParameters(request);
        MailStatus status = parameters.optional("status", MailStatus::of);
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        TimeCursor after = parameters.optional(PageLinks.CURSOR, TimeCursor::decode);
        parameters.throwIfInvalid();
        return switch (listMails.list(actor, status, position(after), limit)) {
            case ListMails.Result.Page(List<Mail> mails, boolean more) ->
                PageLinks.page(
                        request, mails.stream().map(MailBody::of).toList(), more ? cursor(mails.getLast()) : null);
            case ListMails.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
        };
    }

    /**
     * Read a mail.
     *
     * <p>For administrators. Returns the data of the mail without its text.
     */
    @Get("/{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The mail.",
            content = @Content(schema = @Schema(implementation = MailBody.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.MAIL_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> getMail(HttpRequest<?> request, Actor actor, @Parameter(ref = "MailId") String id) {
        return switch (getMail.get(actor, MailId.of(id))) {
            case GetMail.Result.Found(Mail mail) -> json(HttpResponse.ok(MailBody.of(mail)));
            case GetMail.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case GetMail.Result.NotFound _ -> errors.of(request, ErrorCode.MAIL_NOT_FOUND);
        };
    }

    /**
     * Send a failed mail again.
     *
     * <p>For administrators.
     */
    @Post("/{id}/retry")
    @ApiResponse(
            responseCode = "202",
            description = "It will be tried again.",
            content = @Content(schema = @Schema(implementation = MessageAnswer.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.MAIL_NOT_FOUND, ErrorCode.MAIL_NOT_FAILED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> retryMail(HttpRequest<?> request, Actor actor, @Parameter(ref = "MailId") String id) {
        return switch (retryMail.retry(actor, MailId.of(id))) {
            case RetryMail.Result.Queued _ ->
                json(HttpResponse.accepted().body(new MessageAnswer("The mail will be tried again")));
            case RetryMail.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case RetryMail.Result.NotFound _ -> errors.of(request, ErrorCode.MAIL_NOT_FOUND);
            case RetryMail.Result.NotFailed _ -> errors.of(request, ErrorCode.MAIL_NOT_FAILED);
        };
    }

    /**
     * Send an announcement.
     *
     * <p>For administrators. Sends a mail to all active users, to those with a role, or to listed users, except users who have turned off
     * announcements.
     */
    @Post
    @ApiResponse(
            responseCode = "202",
            description = "The mails are queued.",
            content = @Content(schema = @Schema(implementation = RecipientsBody.class)))
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> announce(
            HttpRequest<?> request,
            Actor actor,
            @RequestBody(ref = "Announcement") @jakarta.annotation.Nullable @Body byte[] body) {
        return switch (announce.announce(actor, () -> command(body))) {
            case Announce.Result.Queued(int recipients) ->
                json(HttpResponse.accepted().body(new RecipientsBody(recipients)));
            case Announce.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
        };
    }

    private static Announce.Command command(@jakarta.annotation.Nullable byte[] body) {
        JsonFields fields = JsonFields.parseLarge(body);
        String subject = fields.required("subject", text -> text("subject", text.strip(), MAX_SUBJECT));
        if (subject != null && subject.chars().anyMatch(Character::isISOControl)) {
            fields.faults().collect(() -> {
                throw new InvalidValue("subject", "must be one line without control characters");
            });
        }
        String text = fields.required("text", value -> text("text", value, MAX_TEXT));
        Role role = fields.optional("role", Role::of);
        List<UserId> users = fields.optionalList("user_ids", MAX_USERS, MailController::user);
        if (role != null && users != null) {
            fields.faults().collect(() -> {
                throw new InvalidValue("user_ids", "must not be given together with role");
            });
        }
        fields.throwIfInvalid();
        return new Announce.Command(
                new Announcement(Objects.requireNonNull(subject), Objects.requireNonNull(text)), audience(role, users));
    }

    private static Audience audience(@Nullable Role role, @Nullable List<UserId> users) {
        if (role != null) {
            return new Audience.WithRole(role);
        }
        return users == null ? new Audience.Everybody() : new Audience.Listed(Set.copyOf(users));
    }

    private static UserId user(String text) {
        try {
            return UserId.of(text);
        } catch (InvalidValue malformed) {
            throw new InvalidValue("user_ids", "must be UUIDs");
        }
    }

    private static String text(String field, String text, int max) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > max) {
            throw new InvalidValue(field, "must be 1 to " + max + " characters");
        }
        return text;
    }

    private static @Nullable Position position(@Nullable TimeCursor cursor) {
        return cursor == null ? null : new Position(cursor.createdAt(), new MailId(cursor.id()));
    }

    private static String cursor(Mail mail) {
        return new TimeCursor(mail.createdAt(), mail.id().value()).encode();
    }

    private static MutableHttpResponse<?> json(MutableHttpResponse<?> response) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
