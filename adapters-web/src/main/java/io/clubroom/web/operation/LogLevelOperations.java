package io.clubroom.web.operation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What the description of the API says of the calls about log levels. */
final class LogLevelOperations {
    private LogLevelOperations() {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getLogLevels",
            tags = "Operating",
            summary = "Show log levels",
            description = "For administrators, of the node that answers.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The levels.",
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "LogLevels"))))
    @interface All {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "setLogLevel",
            tags = "Operating",
            summary = "Change a log level",
            description = "For administrators, on the node that answers and until its next start.",
            parameters = @Parameter(name = "logger", ref = "Logger"),
            requestBody = @RequestBody(ref = "LogLevelChange"),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The level as it is now.",
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(ref = "ChangedLogLevel"))))
    @interface Change {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "resetLogLevel",
            tags = "Operating",
            summary = "Reset a log level",
            description = "For administrators: the logger gets back the level that it began with.",
            parameters = @Parameter(name = "logger", ref = "Logger"),
            responses = @ApiResponse(responseCode = "204", description = "It has its first level again."))
    @interface Reset {}
}
