package io.clubroom.web.openapi;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.ConditionalRead;
import io.clubroom.web.http.EntityTag;
import io.clubroom.web.http.Preconditions;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;

/** Serves the API description and the page that shows it. */
@Controller
@Tag(name = "Description")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DescriptionController {
    /** Allows only the page's own scripts, styles and requests, and the {@code data:} images in its styles. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final URI PAGE = URI.create("/docs");

    private final DescriptionFiles files;
    private final ErrorResponses errors;

    DescriptionController(DescriptionFiles files, ErrorResponses errors) {
        this.files = files;
        this.errors = errors;
    }

    /** Open the page to read and try the API: a browser that asks for HTML is redirected to it. */
    @Get("/")
    @ApiResponse(
            responseCode = "303",
            description = "The page is at `/docs`.",
            headers =
                    @Header(
                            name = "Location",
                            description = "`/docs`.",
                            schema = @Schema(implementation = String.class)))
    @Fails(ErrorCode.NOT_FOUND)
    HttpResponse<?> getStartPage(HttpRequest<?> request) {
        return request.accept().contains(MediaType.TEXT_HTML_TYPE)
                ? HttpResponse.seeOther(PAGE)
                : errors.of(request, ErrorCode.NOT_FOUND);
    }

    /** Get this description as JSON. */
    @Get("/openapi.json")
    @ConditionalRead
    @ApiResponse(
            responseCode = "200",
            description = "The description.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Object.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> getOpenApiJson(HttpRequest<?> request) {
        return answer(request, files.openApiJson());
    }

    /** Get this description as YAML. */
    @Get("/openapi.yaml")
    @ConditionalRead
    @ApiResponse(
            responseCode = "200",
            description = "The description.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = "application/yaml", schema = @Schema(implementation = String.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> getOpenApiYaml(HttpRequest<?> request) {
        return answer(request, files.openApiYaml());
    }

    /** Get the description of the chat over WebSocket as AsyncAPI 3. */
    @Get("/asyncapi.yaml")
    @ConditionalRead
    @ApiResponse(
            responseCode = "200",
            description = "The description.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = "application/yaml", schema = @Schema(implementation = String.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> getAsyncApiYaml(HttpRequest<?> request) {
        return answer(request, files.asyncApiYaml(request.getHeaders().get(HttpHeaders.HOST)));
    }

    /** Open a page to read and try the API. */
    @Get("/docs")
    @ConditionalRead
    @ApiResponse(
            responseCode = "200",
            description = "The page.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = "text/html; charset=utf-8", schema = @Schema(implementation = String.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> getDocs(HttpRequest<?> request) {
        return answer(request, files.page()).header("Content-Security-Policy", PAGE_POLICY);
    }

    /** Get a file of the page. */
    @Get("/docs/{file}")
    @ConditionalRead
    @ApiResponse(
            responseCode = "200",
            description = "A script, a style sheet or an image.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = {
                @Content(mediaType = "text/css; charset=utf-8", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/javascript; charset=utf-8", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "image/png")
            })
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.NOT_FOUND, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> getDocsFile(HttpRequest<?> request, @Parameter(ref = "DocsFile") String file) {
        return files.pageFile(file)
                .<HttpResponse<?>>map(part -> answer(request, part))
                .orElseGet(() -> errors.of(request, ErrorCode.NOT_FOUND));
    }

    private MutableHttpResponse<?> answer(HttpRequest<?> request, DescriptionFiles.Content content) {
        EntityTag tag = content.tag();
        var response = switch (Preconditions.of(request).forReading(tag)) {
            case FULFILLED -> HttpResponse.ok(content.bytes().duplicate()).contentType(content.type());
            case NOT_MODIFIED -> HttpResponse.notModified();
            case FAILED -> errors.of(request, ErrorCode.VERSION_MISMATCH);
        };
        if (response.code() < 400) {
            response.header(HttpHeaders.ETAG, tag.toString())
                    // Caches must revalidate, because another release has other contents.
                    .header(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
        return response;
    }
}
