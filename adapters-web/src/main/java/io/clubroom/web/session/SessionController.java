package io.clubroom.web.session;

import io.clubroom.application.auth.EndAllSessions;
import io.clubroom.application.auth.EndSession;
import io.clubroom.application.auth.ListSessions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.auth.SessionUse;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.util.List;

/** The REST API for sessions of users. */
@Controller("/api/users")
@Tag(name = "Sessions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class SessionController {
    private static final String CURRENT = "current";

    private final ListSessions listSessions;
    private final EndSession endSession;
    private final EndAllSessions endAllSessions;
    private final SessionUse sessionUse;
    private final AuditLog auditLog;
    private final ErrorResponses errors;

    SessionController(
            ListSessions listSessions,
            EndSession endSession,
            EndAllSessions endAllSessions,
            SessionUse sessionUse,
            AuditLog auditLog,
            ErrorResponses errors) {
        this.listSessions = listSessions;
        this.endSession = endSession;
        this.endAllSessions = endAllSessions;
        this.sessionUse = sessionUse;
        this.auditLog = auditLog;
        this.errors = errors;
    }

    /**
     * List your own sessions.
     *
     * <p>Newest first.
     */
    @Get("/me/sessions")
    @ListsSessions
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listMySessions(HttpRequest<?> request, Actor actor) {
        return list(request, actor, me(actor));
    }

    /**
     * List the sessions of a user.
     *
     * <p>For administrators and the user. Newest first.
     */
    @Get("/{id}/sessions")
    @ListsSessions
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.USER_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listSessions(HttpRequest<?> request, Actor actor, @Parameter(ref = "UserId") String id) {
        return list(request, actor, UserId.of(id));
    }

    /**
     * End one of your own sessions.
     *
     * <p>All its tokens become invalid, and its chat connections are closed. To end another session than the one of the access token, an
     * account with a second factor must have authenticated within the last ten minutes.
     */
    @Delete("/me/sessions/{sid}")
    @EndsSession
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.SESSION_NOT_FOUND, ErrorCode.REAUTHENTICATION_REQUIRED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> endMySession(HttpRequest<?> request, Actor actor, @Parameter(ref = "SessionId") String sid) {
        return end(request, actor, me(actor), session(sid));
    }

    /**
     * End a session of a user.
     *
     * <p>For administrators and the user. All its tokens become invalid, and its chat connections are closed.
     */
    @Delete("/{id}/sessions/{sid}")
    @EndsSession
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.SESSION_NOT_FOUND,
        ErrorCode.REAUTHENTICATION_REQUIRED,
        ErrorCode.USER_NOT_FOUND
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> endSession(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "UserId") String id,
            @Parameter(ref = "SessionId") String sid) {
        return end(request, actor, UserId.of(id), session(sid));
    }

    /**
     * End your own sessions.
     *
     * <p>All tokens become invalid, including those without a session. With {@code except=current}, the session of the access token
     * continues.
     */
    @Delete("/me/sessions")
    @Parameter(name = "except", ref = "Except")
    @EndsSessions
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.REAUTHENTICATION_REQUIRED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> endMySessions(HttpRequest<?> request, Actor actor) {
        return endAll(request, actor, me(actor));
    }

    /**
     * End the sessions of a user.
     *
     * <p>For administrators and the user. All tokens become invalid, including those without a session. With {@code except=current}, the
     * session of the access token continues.
     */
    @Delete("/{id}/sessions")
    @Parameter(name = "except", ref = "Except")
    @EndsSessions
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.USER_NOT_FOUND, ErrorCode.REAUTHENTICATION_REQUIRED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> endSessions(HttpRequest<?> request, Actor actor, @Parameter(ref = "UserId") String id) {
        return endAll(request, actor, UserId.of(id));
    }

    private HttpResponse<?> list(HttpRequest<?> request, Actor actor, UserId user) {
        SessionId current = actor instanceof Actor.SignedIn signedIn ? signedIn.session() : null;
        sessionUse.store();
        return switch (listSessions.list(actor, user)) {
            case ListSessions.Result.Listed(List<Session> sessions) ->
                HttpResponse.ok(sessions.stream()
                                .map(session -> UserSessionBody.of(session, current))
                                .toList())
                        .contentType(MediaType.APPLICATION_JSON_TYPE);
            case ListSessions.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case ListSessions.Result.NotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
        };
    }

    private HttpResponse<?> end(HttpRequest<?> request, Actor actor, UserId user, SessionId session) {
        return switch (endSession.end(actor, user, session)) {
            case EndSession.Result.Ended _ -> {
                auditLog.record(request, "Session ended", actor, user);
                yield HttpResponse.noContent();
            }
            case EndSession.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case EndSession.Result.UserNotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
            case EndSession.Result.NotFound _ -> errors.of(request, ErrorCode.SESSION_NOT_FOUND);
        };
    }

    private HttpResponse<?> endAll(HttpRequest<?> request, Actor actor, UserId user) {
        QueryParameters parameters = new QueryParameters(request);
        boolean keepsCurrent = parameters.optional("except", SessionController::current) != null;
        parameters.throwIfInvalid();
        return switch (endAllSessions.end(actor, user, keepsCurrent)) {
            case EndAllSessions.Result.Ended _ -> {
                auditLog.record(request, keepsCurrent ? "Other sessions ended" : "All sessions ended", actor, user);
                yield HttpResponse.noContent();
            }
            case EndAllSessions.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case EndAllSessions.Result.NotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
        };
    }

    private static UserId me(Actor actor) {
        // The route requires a token.
        return ((Actor.SignedIn) actor).id();
    }

    private static SessionId session(String sid) {
        try {
            return SessionId.of(sid);
        } catch (InvalidValue malformed) {
            throw new InvalidValue("sid", malformed.reason());
        }
    }

    private static String current(String text) {
        if (!text.equals(CURRENT)) {
            throw new InvalidValue("except", "must be " + CURRENT);
        }
        return text;
    }

    // Shared by several operations in the OpenAPI document

    @Target(ElementType.METHOD)
    @ApiResponse(
            responseCode = "200",
            description = "The sessions that have not ended.",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = UserSessionBody.class))))
    @interface ListsSessions {}

    @Target(ElementType.METHOD)
    @ApiResponse(responseCode = "204", description = "The session has ended.")
    @interface EndsSession {}

    @Target(ElementType.METHOD)
    @ApiResponse(responseCode = "204", description = "The sessions have ended.")
    @interface EndsSessions {}
}
