package io.clubroom.bootstrap.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;

/** A response to an HTTP request. */
public final class Reply {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<String> response;

    Reply(HttpResponse<String> response) {
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    public HttpClient.Version version() {
        return response.version();
    }

    /** This response; fails the test if it has another status. */
    public Reply expect(int status) {
        if (status() != status) {
            throw new AssertionError("not " + status + " but " + this);
        }
        return this;
    }

    /** The value of the header; fails if it is missing. */
    public String header(String name) {
        return response.headers()
                .firstValue(name)
                .orElseThrow(() -> new AssertionError("no header " + name + " in " + this));
    }

    public String body() {
        return response.body();
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (JsonProcessingException notJson) {
            throw new AssertionError("no JSON in " + this, notJson);
        }
    }

    /** The text of the field of the JSON object; fails if it is missing. */
    public String text(String field) {
        return json().required(field).asText();
    }

    @Override
    public String toString() {
        return status() + " " + response.headers().map() + " " + body();
    }
}
