package io.clubroom.web.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.application.chat.moderation.ReportMessage;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Report;
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
import io.micronaut.http.annotation.Post;
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

/** The REST API for reporting messages. */
@Consumes(MediaType.ALL)
@Controller(RoomController.PATH + "/{room_id}/messages/{message_id}/reports")
@Tag(name = "Moderation")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class MessageReportController {
    private final ReportMessage reportMessage;
    private final ErrorResponses errors;

    MessageReportController(ReportMessage reportMessage, ErrorResponses errors) {
        this.reportMessage = reportMessage;
        this.errors = errors;
    }

    /**
     * Report a message.
     *
     * <p>Reports go to the owners and moderators of the room and to administrators. They see the message as it was when it was reported,
     * even if it is edited or deleted later. A user can report a message once; a second report returns the first one.
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            description = "The report.",
            content = @Content(schema = @Schema(implementation = ReportReceipt.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The caller's earlier report of the message.",
            content = @Content(schema = @Schema(implementation = ReportReceipt.class)))
    @Fails({ErrorCode.ROOM_NOT_FOUND, ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.MESSAGE_DELETED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> reportMessage(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "RoomId") @PathVariable("room_id") String roomId,
            @Parameter(ref = "MessageId") @PathVariable("message_id") String messageId,
            @RequestBody(ref = "NewReport") @Nullable @Body byte[] body) {
        return switch (reportMessage.report(actor, RoomIds.of(roomId), () -> command(request, messageId, body))) {
            case ReportMessage.Result.Reported(Report report) ->
                HttpResponse.created(ReportReceipt.of(report)).contentType(MediaType.APPLICATION_JSON_TYPE);
            case ReportMessage.Result.Repeated(Report report) ->
                HttpResponse.ok(ReportReceipt.of(report)).contentType(MediaType.APPLICATION_JSON_TYPE);
            case ReportMessage.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case ReportMessage.Result.RoomNotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
            case ReportMessage.Result.MessageNotFound _ -> errors.of(request, ErrorCode.MESSAGE_NOT_FOUND);
            case ReportMessage.Result.MessageDeleted _ -> errors.of(request, ErrorCode.MESSAGE_DELETED);
        };
    }

    private static ReportMessage.Command command(HttpRequest<?> request, String messageId, @Nullable byte[] body) {
        MessageId message = MessageId.of("message_id", messageId);
        JsonFields fields = JsonBody.parse(request, body);
        Reason reason = fields.required("reason", Reason::of);
        fields.throwIfInvalid();
        return new ReportMessage.Command(message, requireNonNull(reason));
    }
}
