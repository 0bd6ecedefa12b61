package io.clubroom.formatting;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares every Java source with what palantir-java-format makes of it; with {@code -Dformat=apply}, makes it so. */
class FormattingTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final boolean APPLY = System.getProperty("format", "check").equals("apply");

    @Test
    void every_source_is_formatted() throws IOException {
        List<Path> sources = sources();
        List<String> faults =
                sources.parallelStream().flatMap(FormattingTest::fault).sorted().toList();

        assertThat(sources).isNotEmpty();
        assertThat(faults)
                .as("sources that are not formatted; format them with: mvn -q verify -pl formatting -Dformat=apply")
                .isEmpty();
    }

    @Test
    void formats_patterns_that_the_javac_of_an_older_jdk_cannot_read() throws FormatterException {
        assertThat(formatted("class   A { boolean is(Object o) { return o instanceof B(int x,  var _); } }"))
                .isEqualTo("""
                    class A {
                        boolean is(Object o) {
                            return o instanceof B(int x, var _);
                        }
                    }
                    """);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (DirectoryStream<Path> modules =
                Files.newDirectoryStream(ROOT, module -> Files.isDirectory(module.resolve("src")))) {
            for (Path module : modules) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    private static Stream<String> fault(Path file) {
        String name = ROOT.relativize(file).toString();
        try {
            String source = Files.readString(file);
            String formatted = formatted(source);
            if (source.equals(formatted)) {
                return Stream.empty();
            }
            if (APPLY) {
                Files.writeString(file, formatted);
                return Stream.empty();
            }
            return Stream.of(name);
        } catch (FormatterException e) {
            return Stream.of(name + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String formatted(String source) throws FormatterException {
        return Formatter.createFormatter(
                        JavaFormatterOptions.builder().style(Style.PALANTIR).build())
                .formatSourceAndFixImports(source);
    }
}
