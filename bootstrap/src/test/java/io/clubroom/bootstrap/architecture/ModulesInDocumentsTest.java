package io.clubroom.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the modules of the build with those that {@code docs/architecture.md} and its picture show. */
class ModulesInDocumentsTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void the_picture_shows_every_module_with_code_of_the_server_or_its_tests() throws IOException {
        List<String> shown = find("docs/architecture.svg", "font-weight=\"bold\">([^<]+)<");

        assertThat(shown).contains("another adapter");
        assertThat(shown.stream().filter(name -> !name.equals("another adapter")))
                .containsExactlyInAnyOrderElementsOf(modules().stream()
                        .filter(module -> Files.isDirectory(ROOT.resolve(Path.of(module, "src", "main"))))
                        .toList());
    }

    @Test
    void the_table_lists_every_module() throws IOException {
        assertThat(find("docs/architecture.md", "(?m)^\\| `([^`]+)` \\|")).containsAll(modules());
    }

    private static List<String> modules() throws IOException {
        return find("pom.xml", "<module>([^<]+)</module>");
    }

    /** The first group of each match. */
    private static List<String> find(String file, String pattern) throws IOException {
        List<String> found = Pattern.compile(pattern)
                .matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(found).isNotEmpty();
        return found;
    }
}
