package io.clubroom.web.page;

import io.clubroom.web.http.FormFields;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Renders pages. Does not use the framework's views, whose filter would wrap every request of the server in reactive publishers
 * (docs/adr/0013).
 */
@Singleton
final class Pages {
    private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";
    private static final String FOLDER = "io/clubroom/web/page/";
    private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");

    private final PebbleEngine templates;
    private final String style = read("page.css");
    private final String script = read("page.js");
    /** Allows only the page's own style and script, and no other hosts. */
    private final String policy = "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
            + "'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    Pages() {
        ClasspathLoader loader = new ClasspathLoader(Pages.class.getClassLoader());
        loader.setPrefix(FOLDER);
        loader.setSuffix(".html");
        templates = new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .defaultLocale(Locale.ROOT)
                .build();
    }

    /** Renders a page without field values and errors. */
    MutableHttpResponse<?> page(HttpStatus status, String template, Map<String, ?> variables) {
        return write(HttpResponse.status(status), template, variables, FormFields.empty());
    }

    /** Renders a page with the values and errors of these form fields, each as a variable with the field's name. */
    MutableHttpResponse<?> form(
            HttpStatus status, String template, Map<String, ?> variables, FormFields form, String... fields) {
        Map<String, Object> all = new HashMap<>(variables);
        for (String field : fields) {
            all.put(field, Map.of("value", form.text(field), "fault", form.fault(field)));
        }
        return write(HttpResponse.status(status), template, all, form);
    }

    /** Replaces the body of a response with a page. */
    void replaceBody(MutableHttpResponse<?> response, String template, Map<String, ?> variables) {
        write(response, template, variables, FormFields.empty());
    }

    private MutableHttpResponse<?> write(
            MutableHttpResponse<?> response, String template, Map<String, ?> variables, FormFields form) {
        Map<String, Object> all = new HashMap<>(variables);
        all.put("style", style);
        all.put("script", script);
        all.put("faulty", !form.isValid());
        StringWriter html = new StringWriter();
        try {
            templates.getTemplate(template).evaluate(html, all);
        } catch (IOException broken) {
            throw new UncheckedIOException(template, broken);
        }
        response.getHeaders().set(CONTENT_SECURITY_POLICY, policy);
        return response.contentType(HTML).body(html.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String inline) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    private static String read(String file) {
        try (InputStream in = Pages.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(file, broken);
        }
    }
}
