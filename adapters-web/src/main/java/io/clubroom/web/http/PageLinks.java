package io.clubroom.web.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of lists, and the links between them (RFC 8288). */
public final class PageLinks {
    public static final String CURSOR = "cursor";

    private PageLinks() {}

    /**
     * The requested page.
     *
     * @param next the cursor of the page after it; null if it is the last one
     */
    public static MutableHttpResponse<?> page(HttpRequest<?> request, List<?> items, @Nullable String next) {
        MutableHttpResponse<?> page = HttpResponse.ok(items).contentType(MediaType.APPLICATION_JSON_TYPE);
        return next == null ? page : page.header(HttpHeaders.LINK, link(request, next));
    }

    private static String link(HttpRequest<?> request, String cursor) {
        QueryStringEncoder link = new QueryStringEncoder(request.getUri().getRawPath());
        request.getParameters().asMap().forEach((name, values) -> {
            if (!name.equals(CURSOR)) {
                values.forEach(value -> link.addParam(name, value));
            }
        });
        link.addParam(CURSOR, cursor);
        return "<" + link + ">; rel=\"next\"";
    }
}
