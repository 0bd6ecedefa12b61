package io.clubroom.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request for an operation, by an administrator, that can be changed before it is sent. */
final class DescribedRequest {
    final DescribedOperation operation;
    final Map<String, List<String>> query = new LinkedHashMap<>();
    final Map<String, String> headers = new LinkedHashMap<>();
    String method;
    String token;
    String mediaType;
    String body;

    private final TestServer server;
    private final Map<String, String> variables = new LinkedHashMap<>();

    DescribedRequest(TestServer server, DescribedOperation operation) {
        this.server = server;
        this.operation = operation;
        this.method = operation.method();
        this.token = server.adminToken();
    }

    /** @param parameter from the document */
    void set(JsonNode parameter, String value) {
        String name = parameter.get("name").asText();
        switch (parameter.get("in").asText()) {
            case "path" -> variables.put(name, value);
            case "query" -> query.put(name, List.of(value));
            case "header" -> headers.put(name, value);
            default -> throw new AssertionError(parameter);
        }
    }

    /** The path with the values of its variables. */
    String path() {
        String path = operation.path();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            path = path.replace("{" + variable.getKey() + "}", encoded(variable.getValue()));
        }
        return path;
    }

    Reply send() {
        List<String> pairs = new ArrayList<>();
        query.forEach((name, values) -> values.forEach(value -> pairs.add(name + "=" + encoded(value))));
        Call call = server.call(method, path() + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs)));
        headers.forEach(call::header);
        if (!token.isEmpty()) {
            call.bearer(token);
        }
        if (body != null) {
            call.body(mediaType, body);
        }
        return call.send();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return operation + " " + variables + query + headers + " " + mediaType + " " + body;
    }
}
