package io.clubroom.web.auth;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What the description of the API says of the calls for signing in. */
final class AuthOperations {
    private AuthOperations() {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "login",
            tags = "Sign-in",
            summary = "Sign in",
            description = "A wrong password and an unknown address are answered alike.",
            requestBody = @RequestBody(ref = "Credentials"),
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "Signed in.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = SessionBody.class)))
            })
    @interface Login {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "refresh",
            tags = "Sign-in",
            summary = "Get new tokens",
            description =
                    "A refresh token is good once. One that comes back later ends the session, for it may have been"
                            + " stolen.",
            requestBody = @RequestBody(ref = "RefreshToken"),
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "New tokens.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = SessionBody.class)))
            })
    @interface Refresh {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "logout",
            tags = "Sign-in",
            summary = "Sign out",
            description =
                    "Ends the session of the refresh token, whether it was good or not; the access token lives out its"
                            + " time.",
            requestBody = @RequestBody(ref = "RefreshToken"),
            responses = {@ApiResponse(responseCode = "204", description = "The session has ended.")})
    @interface Logout {}
}
