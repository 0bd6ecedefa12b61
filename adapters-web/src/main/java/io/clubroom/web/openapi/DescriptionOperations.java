package io.clubroom.web.openapi;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What the description says of the calls that hand it out. */
final class DescriptionOperations {
    private DescriptionOperations() {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getOpenApiJson",
            tags = "Description",
            summary = "This description, in JSON",
            parameters = {
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The description.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = Object.class))),
                @ApiResponse(
                        responseCode = "304",
                        description = "It has not changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")})
            })
    @interface OpenApiJson {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getOpenApiYaml",
            tags = "Description",
            summary = "This description, in YAML",
            parameters = {
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The description.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "application/yaml",
                                        schema = @Schema(implementation = String.class))),
                @ApiResponse(
                        responseCode = "304",
                        description = "It has not changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")})
            })
    @interface OpenApiYaml {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getAsyncApiYaml",
            tags = "Description",
            summary = "The chat over WebSocket, in AsyncAPI 3.0",
            parameters = {
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The description.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "application/yaml",
                                        schema = @Schema(implementation = String.class))),
                @ApiResponse(
                        responseCode = "304",
                        description = "It has not changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")})
            })
    @interface AsyncApiYaml {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getDocs",
            tags = "Description",
            summary = "A page to read and try the API",
            parameters = {
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The page.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "text/html; charset=utf-8",
                                        schema = @Schema(implementation = String.class))),
                @ApiResponse(
                        responseCode = "304",
                        description = "It has not changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")})
            })
    @interface Page {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getDocsFile",
            tags = "Description",
            summary = "What the page is made of",
            parameters = {
                @Parameter(name = "file", ref = "DocsFile"),
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "A script, a style or an image.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content = {
                            @Content(
                                    mediaType = "text/css; charset=utf-8",
                                    schema = @Schema(implementation = String.class)),
                            @Content(
                                    mediaType = "text/javascript; charset=utf-8",
                                    schema = @Schema(implementation = String.class)),
                            @Content(mediaType = "image/png")
                        }),
                @ApiResponse(
                        responseCode = "304",
                        description = "It has not changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")})
            })
    @interface PagePart {}
}
