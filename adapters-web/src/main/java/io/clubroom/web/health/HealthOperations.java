package io.clubroom.web.health;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What the description of the API says of the calls about health. */
final class HealthOperations {
    private HealthOperations() {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getHealth",
            tags = "Operating",
            summary = "How the server and its machine are",
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "Everything that the server needs is there.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = HealthBody.class))),
                @ApiResponse(
                        responseCode = "503",
                        description = "Something that the server needs is not there.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = HealthBody.class)))
            })
    @interface Health {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getLiveness",
            tags = "Operating",
            summary = "Whether the server lives",
            description = "Restart it if this is not answered: what it needs from others is not its fault.",
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "It lives.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = ReadinessBody.class)))
            })
    @interface Live {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getReadiness",
            tags = "Operating",
            summary = "Whether the server can work",
            description = "Send requests elsewhere if this is not 200.",
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "It can.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = ReadinessBody.class))),
                @ApiResponse(
                        responseCode = "503",
                        description = "Something that it needs is not there.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = ReadinessBody.class)))
            })
    @interface Ready {}
}
