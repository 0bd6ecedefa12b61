package io.clubroom.web.http;

import io.micronaut.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Links between the pages of a list (RFC 8288). */
public final class PageLinks {
    public static final String CURSOR = "cursor";

    private PageLinks() {}

    /** The value of a {@code Link} header that leads from the page asked for to the one behind the cursor. */
    public static String next(HttpRequest<?> request, String cursor) {
        StringJoiner query = new StringJoiner("&", request.getUri().getRawPath() + "?", "");
        for (Map.Entry<String, List<String>> parameter :
                request.getParameters().asMap().entrySet()) {
            if (!parameter.getKey().equals(CURSOR)) {
                parameter.getValue().forEach(value -> query.add(encode(parameter.getKey()) + "=" + encode(value)));
            }
        }
        query.add(CURSOR + "=" + encode(cursor));
        return "<" + query + ">; rel=\"next\"";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
