package io.clubroom.web.openapi;

import io.clubroom.web.http.EntityTag;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is handed out of the description; each is read or made when it is asked for the first time. */
@Singleton
final class DescriptionFiles {
    /** RFC 9512. */
    private static final MediaType YAML = MediaType.of("application/yaml");

    private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");
    private static final MediaType CSS = MediaType.of("text/css; charset=utf-8");
    private static final MediaType SCRIPT = MediaType.of("text/javascript; charset=utf-8");
    private static final String SWAGGER_UI = "/META-INF/swagger/views/swagger-ui/res/";

    private static final Map<String, Resource> PAGE_PARTS = Map.of(
            "docs.css", new Resource("docs.css", CSS),
            "docs.js", new Resource("docs.js", SCRIPT),
            "swagger-ui.css", new Resource(SWAGGER_UI + "swagger-ui.css", CSS),
            "swagger-ui-bundle.js", new Resource(SWAGGER_UI + "swagger-ui-bundle.js", SCRIPT),
            "favicon.png", new Resource(SWAGGER_UI + "favicon-32x32.png", MediaType.IMAGE_PNG_TYPE));

    private final ApiDescription description;
    private final Map<String, Content> known = new ConcurrentHashMap<>();

    DescriptionFiles(ApiDescription description) {
        this.description = description;
    }

    /**
     * What an answer is made of.
     *
     * @param tag changes with the bytes; weak, for they may be sent compressed
     */
    record Content(byte[] bytes, MediaType type, EntityTag tag) {}

    private record Resource(String path, MediaType type) {}

    Content openApiJson() {
        return content("openapi.json", MediaType.APPLICATION_JSON_TYPE, () -> utf8(Documents.json(description.get())));
    }

    Content openApiYaml() {
        return content("openapi.yaml", YAML, () -> utf8(Documents.yaml(description.get())));
    }

    Content asyncApiYaml() {
        return content("asyncapi.yaml", YAML, () -> read("asyncapi.yaml"));
    }

    Content page() {
        return content("docs.html", HTML, () -> read("docs.html"));
    }

    /** What the page is made of beside its HTML; empty if nothing has this name. */
    Optional<Content> pagePart(String name) {
        return Optional.ofNullable(PAGE_PARTS.get(name))
                .map(part -> content(name, part.type(), () -> read(part.path())));
    }

    private Content content(String name, MediaType type, Supplier<byte[]> bytes) {
        return known.computeIfAbsent(name, _ -> {
            byte[] made = bytes.get();
            return new Content(made, type, new EntityTag(true, fingerprint(made)));
        });
    }

    private static String fingerprint(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(String resource) {
        try (InputStream in = DescriptionFiles.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(resource, broken);
        }
    }
}
