package io.clubroom.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles controllers with the annotation processors that find {@link OpenApiCompletion}. */
class OpenApiCompletionTest {
    /** What all operations refer to. */
    private static final String COMPONENTS = """
        openapi: 3.1.0
        components:
          schemas:
            Error: {type: object}
            Problem: {type: object}
        """;

    @TempDir
    private Path project;

    @TempDir
    private Path classes;

    @Test
    void operations_with_different_ids_are_described() throws IOException {
        assertThat(errors(
                        controller("Rooms", "listRooms", "IS_AUTHENTICATED"),
                        controller("News", "listNews", "IS_ANONYMOUS")))
                .isEmpty();
        assertThat(classes.resolve("META-INF/swagger/openapi.yaml"))
                .content()
                .contains("operationId: listRooms", "operationId: listNews", "- bearer: []");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IS_AUTHENTICATED", "IS_ANONYMOUS"})
    void two_operations_with_the_same_id_do_not_compile(String rule) throws IOException {
        assertThat(errors(controller("Rooms", "list", "IS_AUTHENTICATED"), controller("News", "list", rule)))
                .containsExactly("Two operations have the id list");
    }

    @Test
    void two_paths_of_an_operation_do_not_compile() throws IOException {
        assertThat(errors(controller("Rooms", "list", "IS_ANONYMOUS", "uris = {\"/one\", \"/other\"}")))
                .containsExactly("The operations of list need a method, and so an id, for each path");
    }

    /** The errors of a compilation, which writes the OpenAPI document. */
    private List<String> errors(JavaFileObject... sources) throws IOException {
        Files.writeString(project.resolve("components.yaml"), COMPONENTS);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            List<String> options = List.of(
                    "-proc:only",
                    "-Amicronaut.openapi.openapi31.enabled=true",
                    "-Amicronaut.openapi.json.format=true",
                    "-Amicronaut.openapi.filename=openapi",
                    "-Amicronaut.openapi.project.dir=" + project,
                    "-Amicronaut.openapi.additional.files=project:/components.yaml");
            compiler.getTask(null, files, diagnostics, options, null, List.of(sources))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    private static JavaFileObject controller(String name, String method, String rule) {
        return controller(name, method, rule, "");
    }

    private static JavaFileObject controller(String name, String method, String rule, String mapping) {
        return new SimpleJavaFileObject(URI.create("string:///club/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return """
                    package club;

                    import io.micronaut.http.annotation.Controller;
                    import io.micronaut.http.annotation.Get;
                    import io.micronaut.security.annotation.Secured;
                    import io.micronaut.security.rules.SecurityRule;

                    @Controller("/%1$s")
                    @Secured(SecurityRule.%3$s)
                    class %1$s {
                        /** List them. */
                        @Get(%4$s)
                        String %2$s() {
                            return "";
                        }
                    }
                    """.formatted(name, method, rule, mapping);
            }
        };
    }
}
