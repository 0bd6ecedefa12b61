package io.clubroom.web.passkey;

import io.clubroom.application.passkey.BeginPasskeyRegistration;
import io.clubroom.application.passkey.RegisterPasskey;
import io.clubroom.application.passkey.RemovePasskey;
import io.clubroom.application.passkey.RenamePasskey;
import io.clubroom.domain.PublicName;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.session.Device;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.DuringEnrollment;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.ProducesJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
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
import java.util.Objects;

/** The REST API for the caller's passkeys. */
@Controller("/api/users/me/passkeys")
@Tag(name = "Second factors")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
@DuringEnrollment
final class PasskeyController {
    private final BeginPasskeyRegistration beginRegistration;
    private final RegisterPasskey registerPasskey;
    private final RenamePasskey renamePasskey;
    private final RemovePasskey removePasskey;
    private final PublicName serverName;
    private final AuditLog auditLog;
    private final ErrorResponses errors;

    PasskeyController(
            BeginPasskeyRegistration beginRegistration,
            RegisterPasskey registerPasskey,
            RenamePasskey renamePasskey,
            RemovePasskey removePasskey,
            PublicName serverName,
            AuditLog auditLog,
            ErrorResponses errors) {
        this.beginRegistration = beginRegistration;
        this.registerPasskey = registerPasskey;
        this.renamePasskey = renamePasskey;
        this.removePasskey = removePasskey;
        this.serverName = serverName;
        this.auditLog = auditLog;
        this.errors = errors;
    }

    /**
     * Begin to add a passkey.
     *
     * <p>The response is for {@code PublicKeyCredential.parseCreationOptionsFromJSON}, and its result for {@code navigator.credentials.create}.
     * The challenge is valid for five minutes.
     */
    @Post("/options")
    @ApiResponse(
            responseCode = "200",
            description = "What the browser needs to make a passkey.",
            content = @Content(schema = @Schema(ref = "PasskeyCreationOptions")))
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> beginToAddPasskey(Actor actor) {
        return HttpResponse.ok(CreationOptionsBody.of(beginRegistration.begin(signedIn(actor)), serverName.value()))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /**
     * Add a passkey.
     *
     * <p>The first second factor of an account comes with recovery codes, which are shown only this once. An account with a second factor
     * must have authenticated within the last ten minutes.
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            description = "The passkey.",
            content = @Content(schema = @Schema(implementation = NewPasskeyBody.class)))
    @Fails({
        ErrorCode.CHALLENGE_INVALID,
        ErrorCode.CREDENTIAL_INVALID,
        ErrorCode.TOO_MANY_PASSKEYS,
        ErrorCode.REAUTHENTICATION_REQUIRED
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> addPasskey(
            HttpRequest<?> request,
            Actor actor,
            Device device,
            @RequestBody(ref = "NewPasskey") @jakarta.annotation.Nullable @Body byte[] body) {
        RegisterPasskey.Command command = PasskeyFields.registration(JsonFields.parse(body));
        return switch (registerPasskey.register(signedIn(actor), command, device)) {
            case RegisterPasskey.Result.Registered registered -> {
                auditLog.record(
                        request, "Passkey added", actor, registered.passkey().user());
                yield HttpResponse.created(NewPasskeyBody.of(registered)).contentType(MediaType.APPLICATION_JSON_TYPE);
            }
            case RegisterPasskey.Result.ChallengeInvalid _ -> errors.of(request, ErrorCode.CHALLENGE_INVALID);
            case RegisterPasskey.Result.CredentialInvalid _ -> errors.of(request, ErrorCode.CREDENTIAL_INVALID);
            case RegisterPasskey.Result.TooMany _ -> errors.of(request, ErrorCode.TOO_MANY_PASSKEYS);
        };
    }

    /**
     * Rename a passkey.
     *
     * <p>The account must have authenticated within the last ten minutes.
     */
    @Patch("/{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The passkey.",
            content = @Content(schema = @Schema(implementation = PasskeyBody.class)))
    @Fails({ErrorCode.PASSKEY_NOT_FOUND, ErrorCode.REAUTHENTICATION_REQUIRED})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> renamePasskey(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "PasskeyId") String id,
            @RequestBody(ref = "PasskeyName") @jakarta.annotation.Nullable @Body byte[] body) {
        PasskeyId passkey = PasskeyId.of(id);
        JsonFields fields = JsonFields.parse(body);
        PasskeyName name = fields.required("name", PasskeyName::of);
        fields.throwIfInvalid();
        return switch (renamePasskey.rename(signedIn(actor), passkey, Objects.requireNonNull(name))) {
            case RenamePasskey.Result.Renamed(Passkey renamed) -> {
                auditLog.record(request, "Passkey renamed", actor, renamed.user());
                yield HttpResponse.ok(PasskeyBody.of(renamed)).contentType(MediaType.APPLICATION_JSON_TYPE);
            }
            case RenamePasskey.Result.NotFound _ -> errors.of(request, ErrorCode.PASSKEY_NOT_FOUND);
        };
    }

    /**
     * Remove a passkey.
     *
     * <p>If no second factor is left, the recovery codes become invalid. The account must have authenticated within the last ten minutes.
     */
    @Delete("/{id}")
    @ApiResponse(responseCode = "204", description = "The passkey is removed.")
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.PASSKEY_NOT_FOUND,
        ErrorCode.LAST_SIGN_IN_METHOD,
        ErrorCode.REAUTHENTICATION_REQUIRED
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> removePasskey(HttpRequest<?> request, Actor actor, @Parameter(ref = "PasskeyId") String id) {
        Actor.SignedIn user = signedIn(actor);
        return switch (removePasskey.remove(user, PasskeyId.of(id))) {
            case RemovePasskey.Result.Removed _ -> {
                auditLog.record(request, "Passkey removed", actor, user.id());
                yield HttpResponse.noContent();
            }
            case RemovePasskey.Result.NotFound _ -> errors.of(request, ErrorCode.PASSKEY_NOT_FOUND);
            case RemovePasskey.Result.LastSignInMethod _ -> errors.of(request, ErrorCode.LAST_SIGN_IN_METHOD);
        };
    }

    private static Actor.SignedIn signedIn(Actor actor) {
        // The routes require a token.
        return (Actor.SignedIn) actor;
    }
}
