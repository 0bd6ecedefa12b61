package io.clubroom.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the page for operators with the code. */
class MailPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ((?:`[a-z_]+`(?:, )?)+) \\|$");

    @Test
    void it_lists_the_kinds_and_their_variables() throws Exception {
        List<String> rows = ROW.matcher(Files.readString(Path.of("../docs/mail.md")))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(MailKind.values()).map(MailPageTest::row).toList());
    }

    @Test
    void the_folder_to_start_from_has_all_templates() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/io/clubroom/mail/templates"))) {
            Set<String> names = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            assertThat(names).isEqualTo(TemplateFiles.read(null).contents().keySet());
        }
    }

    private static String row(MailKind kind) {
        return "| `" + kind.text() + "` | "
                + MailVariables.samples(kind).keySet().stream()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "))
                + " |";
    }
}
