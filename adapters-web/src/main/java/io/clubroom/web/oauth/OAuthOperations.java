package io.clubroom.web.oauth;

import io.clubroom.web.auth.SessionBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What the description of the API says of the calls for signing in with an account elsewhere. */
final class OAuthOperations {
    private OAuthOperations() {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "beginOAuth",
            tags = "Sign-in",
            summary = "Sign in with an account elsewhere",
            description =
                    "A browser is sent to the provider, with a cookie by which it is recognised when it comes back to"
                            + " the callback.",
            parameters = {
                @Parameter(name = "provider", ref = "Provider"),
                @Parameter(name = "return_to", ref = "ReturnTo")
            },
            responses = {
                @ApiResponse(
                        responseCode = "302",
                        description = "To the provider.",
                        headers = @Header(name = "Location", ref = "Location"))
            })
    @interface Begin {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "completeOAuth",
            tags = "Sign-in",
            summary = "Come back from the provider",
            description = "Providers send browsers here; nobody else calls it.",
            parameters = {
                @Parameter(name = "state", ref = "State"),
                @Parameter(name = "code", ref = "OAuthCode"),
                @Parameter(name = "error", ref = "OAuthError")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "Signed in.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = SessionBody.class))),
                @ApiResponse(
                        responseCode = "302",
                        description = "To the `return_to` of the beginning, with `#code=` for the exchange, or with"
                                + " `#error=` and the code of the error.",
                        headers = @Header(name = "Location", ref = "Location"))
            })
    @interface Callback {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "exchangeOAuthCode",
            tags = "Sign-in",
            summary = "Turn the code of a return into tokens",
            description = "A code is good once, for 60 seconds.",
            requestBody = @RequestBody(ref = "SignInCode"),
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "Signed in.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = SessionBody.class)))
            })
    @interface Exchange {}
}
