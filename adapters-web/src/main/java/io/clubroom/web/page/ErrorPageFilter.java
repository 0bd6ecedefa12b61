package io.clubroom.web.page;

import io.clubroom.web.http.RequestId;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.Map;
import java.util.Optional;

/** Renders errors of the API, such as an exceeded rate limit, as HTML for requests for pages. */
@ServerFilter({
    VerifyEmailPage.PATH,
    ResetPasswordPage.PATH,
    RestoreEmailPage.PATH,
    InvitationPage.PATH,
    UnsubscribePage.PATH
})
final class ErrorPageFilter implements Ordered {
    private final Pages pages;

    ErrorPageFilter(Pages pages) {
        this.pages = pages;
    }

    @Override
    public int getOrder() {
        // Runs after all filters that create errors, and before the common headers.
        return ServerFilterPhase.FIRST.order() - 1;
    }

    /** Responses made before routing pass only the pre-matching filters. */
    @PreMatching
    @ResponseFilter
    void completeEarly(HttpRequest<?> request, MutableHttpResponse<?> response) {
        complete(request, response);
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (response.code() >= 400 && isFromABrowser(request) && !isPage(response)) {
            pages.replaceBody(
                    response,
                    "error",
                    Map.of(
                            "title", title(response.code()),
                            "text", text(response),
                            "request_id", RequestId.of(request)));
        }
    }

    /** Whether the request opens a page or submits a form, as browsers do. Other requests get errors as JSON. */
    private static boolean isFromABrowser(HttpRequest<?> request) {
        return switch (request.getMethod()) {
            case GET, HEAD, POST -> true;
            default -> false;
        };
    }

    private static boolean isPage(MutableHttpResponse<?> response) {
        return response.getContentType()
                .filter(type -> type.getName().equals(MediaType.TEXT_HTML))
                .isPresent();
    }

    private static String title(int status) {
        return switch (status) {
            case 429 -> "Too many tries";
            case 500 -> "Something went wrong";
            case 503 -> "Not available at the moment";
            default -> "This cannot be done";
        };
    }

    private static String text(MutableHttpResponse<?> response) {
        return switch (response.code()) {
            case 413 -> "What you sent is too large.";
            case 429, 503 -> "Nothing was changed. Wait " + wait(response) + ", then try once more.";
            case 500 -> "This is a fault of the server, not yours. Try once more later.";
            default -> "Nothing was changed. Open the link in the mail once more.";
        };
    }

    private static String wait(MutableHttpResponse<?> response) {
        long seconds = Optional.ofNullable(response.getHeaders().get(HttpHeaders.RETRY_AFTER))
                .map(Long::parseLong)
                .orElse(60L);
        return seconds > 90 ? Math.ceilDiv(seconds, 60) + " minutes" : seconds > 1 ? seconds + " seconds" : "a second";
    }
}
