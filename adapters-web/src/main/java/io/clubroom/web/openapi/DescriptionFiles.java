package io.clubroom.web.openapi;

import io.clubroom.web.http.EntityTag;
import io.micronaut.http.MediaType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
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
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The API description and the files of its page, read from the class path on first use. */
@Singleton
final class DescriptionFiles {
    /** RFC 9512. */
    private static final MediaType YAML = MediaType.of("application/yaml");

    /** The host in {@code asyncapi.yaml}. */
    private static final String EXAMPLE_HOST = "127.0.0.1:8080";

    private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");
    private static final MediaType CSS = MediaType.of("text/css; charset=utf-8");
    private static final MediaType SCRIPT = MediaType.of("text/javascript; charset=utf-8");
    /** The output directory of micronaut-openapi. */
    private static final String GENERATED = "/META-INF/swagger/";

    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/" + versionOfSwaggerUi() + "/";

    private static final Map<String, Resource> PAGE_FILES = Map.of(
            "docs.css", new Resource("docs.css", CSS),
            "docs.js", new Resource("docs.js", SCRIPT),
            "swagger-ui.css", new Resource(SWAGGER_UI + "swagger-ui.css", CSS),
            "swagger-ui-bundle.js", new Resource(SWAGGER_UI + "swagger-ui-bundle.js", SCRIPT),
            "favicon.png", new Resource(SWAGGER_UI + "favicon-32x32.png", MediaType.IMAGE_PNG_TYPE));

    private final Map<Resource, Content> contents = new ConcurrentHashMap<>();

    /**
     * @param bytes unless they depend on the request, direct memory that all responses share: the framework would copy an array for each of them
     * @param tag changes with the bytes; weak, because they may be sent compressed
     */
    record Content(ByteBuf bytes, MediaType type, EntityTag tag) {}

    private record Resource(String path, MediaType type) {}

    Content openApiJson() {
        return content(new Resource(GENERATED + "openapi.json", MediaType.APPLICATION_JSON_TYPE));
    }

    Content openApiYaml() {
        return content(new Resource(GENERATED + "openapi.yaml", YAML));
    }

    /** @param host the Host header of the request, which names the server to its client; null if there is none */
    Content asyncApiYaml(@Nullable String host) {
        Content stored = content(new Resource("asyncapi.yaml", YAML));
        if (host == null) {
            return stored;
        }
        String quoted = "'" + host.replace("'", "''") + "'";
        byte[] bytes = stored.bytes()
                .toString(StandardCharsets.UTF_8)
                .replace("host: " + EXAMPLE_HOST, "host: " + quoted)
                .getBytes(StandardCharsets.UTF_8);
        return new Content(Unpooled.wrappedBuffer(bytes), stored.type(), tag(bytes));
    }

    Content page() {
        return content(new Resource("docs.html", HTML));
    }

    /** A script, a style sheet or an image of the page; empty if the page has no file of this name. */
    Optional<Content> pageFile(String name) {
        return Optional.ofNullable(PAGE_FILES.get(name)).map(this::content);
    }

    private Content content(Resource resource) {
        return contents.computeIfAbsent(resource, _ -> {
            byte[] bytes = read(resource.path());
            return new Content(shared(bytes), resource.type(), tag(bytes));
        });
    }

    private static ByteBuf shared(byte[] bytes) {
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }

    private static EntityTag tag(byte[] bytes) {
        return new EntityTag(true, fingerprint(bytes));
    }

    private static String fingerprint(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    private static String versionOfSwaggerUi() {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(read("/META-INF/maven/org.webjars/swagger-ui/pom.properties")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Objects.requireNonNull(properties.getProperty("version"));
    }

    private static byte[] read(String resource) {
        try (InputStream in = DescriptionFiles.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(resource, broken);
        }
    }
}
