package io.clubroom.web.openapi;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
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

/** Hands out the description of the API and the page that shows it. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DescriptionController {
    /** The page needs its own scripts, styles and calls, and nothing from elsewhere. The styles draw with data: images. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final DescriptionFiles files;
    private final ErrorResponses errors;

    DescriptionController(DescriptionFiles files, ErrorResponses errors) {
        this.files = files;
        this.errors = errors;
    }

    @Get("/openapi.json")
    @DescriptionOperations.OpenApiJson
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> openApiJson(HttpRequest<?> request) {
        return answer(request, files.openApiJson());
    }

    @Get("/openapi.yaml")
    @DescriptionOperations.OpenApiYaml
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> openApiYaml(HttpRequest<?> request) {
        return answer(request, files.openApiYaml());
    }

    @Get("/asyncapi.yaml")
    @DescriptionOperations.AsyncApiYaml
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> asyncApiYaml(HttpRequest<?> request) {
        return answer(request, files.asyncApiYaml());
    }

    @Get("/docs")
    @DescriptionOperations.Page
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> page(HttpRequest<?> request) {
        return answer(request, files.page()).header("Content-Security-Policy", PAGE_POLICY);
    }

    @Get("/docs/{file}")
    @DescriptionOperations.PagePart
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.NOT_FOUND, ErrorCode.VERSION_MISMATCH})
    HttpResponse<?> pagePart(HttpRequest<?> request, String file) {
        return files.pagePart(file)
                .<HttpResponse<?>>map(part -> answer(request, part))
                .orElseGet(() -> errors.of(request, ErrorCode.NOT_FOUND));
    }

    private MutableHttpResponse<?> answer(HttpRequest<?> request, DescriptionFiles.Content content) {
        EntityTag tag = content.tag();
        var response = switch (Preconditions.of(request).forReading(tag)) {
            case FULFILLED -> HttpResponse.ok(content.bytes()).contentType(content.type());
            case NOT_MODIFIED -> HttpResponse.notModified();
            case FAILED -> errors.of(request, ErrorCode.VERSION_MISMATCH);
        };
        if (response.code() < 400) {
            response.header(HttpHeaders.ETAG, tag.toString())
                    // To be stored, but asked for again: another release has other contents.
                    .header(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
        return response;
    }
}
