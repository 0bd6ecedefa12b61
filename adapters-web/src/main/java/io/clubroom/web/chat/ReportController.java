package io.clubroom.web.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.application.chat.moderation.ListReports;
import io.clubroom.application.chat.moderation.ResolveReport;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportAction;
import io.clubroom.domain.chat.moderation.ReportId;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.chat.moderation.Reports.Position;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.WhiteSpace;
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
import io.micronaut.http.annotation.Controller;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The REST API for reports of messages, for moderators and administrators. */
@Controller("/api/moderation/reports")
@Tag(name = "Moderation")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class ReportController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final ListReports listReports;
    private final ResolveReport resolveReport;
    private final InstantSource clock;
    private final ErrorResponses errors;

    ReportController(ListReports listReports, ResolveReport resolveReport, InstantSource clock, ErrorResponses errors) {
        this.listReports = listReports;
        this.resolveReport = resolveReport;
        this.clock = clock;
        this.errors = errors;
    }

    /**
     * List reports of messages.
     *
     * <p>Newest first. Administrators see all reports; owners and moderators see those of their rooms.
     */
    @Get
    @Paged
    @Parameter(name = "status", ref = "ReportStatus")
    @ApiResponse(
            responseCode = "200",
            description = "A page of reports.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = ReportBody.class))))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.FORBIDDEN})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listReports(HttpRequest<?> request, Actor actor) {
        return switch (listReports.list(actor, () -> query(request))) {
            case ListReports.Result.Page(List<Report> reports, boolean more) ->
                PageLinks.page(
                        request,
                        reports.stream()
                                .map(report -> ReportBody.of(report, id(actor)))
                                .toList(),
                        more ? cursor(reports.getLast()) : null);
            case ListReports.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
        };
    }

    /**
     * Resolve a report.
     *
     * <p>For administrators, and for owners and moderators of the room. {@code delete} deletes the message, {@code mute} and {@code ban}
     * apply to its author in the room, {@code dismiss} does nothing. Administrators have an owner's rights, even in rooms that they cannot
     * see.
     */
    @Post("/{report_id}/resolve")
    @ApiResponse(
            responseCode = "200",
            description = "The resolved report.",
            content = @Content(schema = @Schema(implementation = ReportBody.class)))
    @Fails({
        ErrorCode.FORBIDDEN,
        ErrorCode.REPORT_NOT_FOUND,
        ErrorCode.USER_NOT_FOUND,
        ErrorCode.REPORT_RESOLVED,
        ErrorCode.DIRECT_ROOM
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> resolveReport(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "ReportId") @PathVariable("report_id") String reportId,
            @RequestBody(ref = "ReportDecision") @Nullable @Body byte[] body) {
        return switch (resolveReport.resolve(actor, ReportId.of(reportId), () -> command(body))) {
            case ResolveReport.Result.Resolved(Report report) ->
                HttpResponse.ok(ReportBody.of(report, id(actor))).contentType(MediaType.APPLICATION_JSON_TYPE);
            case ResolveReport.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case ResolveReport.Result.NotFound _ -> errors.of(request, ErrorCode.REPORT_NOT_FOUND);
            case ResolveReport.Result.AlreadyResolved _ -> errors.of(request, ErrorCode.REPORT_RESOLVED);
            case ResolveReport.Result.DirectRoom _ -> errors.of(request, ErrorCode.DIRECT_ROOM);
            case ResolveReport.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case ResolveReport.Result.AuthorNotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
        };
    }

    private static ListReports.Query query(HttpRequest<?> request) {
        QueryParameters parameters = new QueryParameters(request);
        ReportStatus status = parameters.optional("status", ReportStatus::of);
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        TimeCursor after = parameters.optional(PageLinks.CURSOR, TimeCursor::decode);
        parameters.throwIfInvalid();
        return new ListReports.Query(
                status, after == null ? null : new Position(after.createdAt(), new ReportId(after.id())), limit);
    }

    private static String cursor(Report last) {
        return new TimeCursor(last.createdAt(), last.id().value()).encode();
    }

    private ResolveReport.Command command(@Nullable byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        ReportAction action = fields.required("action", ReportAction::of);
        Instant until = Until.of(fields, clock.instant());
        Optional<Reason> note = fields.optional("note", ReportController::note);
        fields.throwIfInvalid();
        return new ResolveReport.Command(requireNonNull(action), until, note == null ? null : note.orElse(null));
    }

    /** Returns empty if the note is blank. */
    private static Optional<Reason> note(String text) {
        return WhiteSpace.strip(text).isEmpty() ? Optional.empty() : Optional.of(Reason.of("note", text));
    }

    private static UserId id(Actor actor) {
        return ((Actor.SignedIn) actor).id();
    }
}
