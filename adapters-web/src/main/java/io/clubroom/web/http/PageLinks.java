package io.clubroom.web.http;

import io.micronaut.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringEncoder;

/** Links between the pages of a list (RFC 8288). */
public final class PageLinks {
    public static final String CURSOR = "cursor";

    private PageLinks() {}

    /** The value of a {@code Link} header from the requested page to the one at the cursor. */
    public static String next(HttpRequest<?> request, String cursor) {
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
