package io.clubroom.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {
    @TempDir
    Path directory;

    private Map<String, String> read(String content) throws IOException {
        return DotEnv.read(Files.writeString(directory.resolve(".env"), content));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        NAME=Passw0rd#1|Passw0rd#1
        NAME=#1|#1
        NAME=https://h/x#y # the fragment|https://h/x#y
        NAME=one two|one two
        NAME=a\\nb$c${d}|a\\nb$c${d}
        NAME=it's|it's
        NAME=say "this"|say "this"
        NAME=a=b=|a=b=
        NAME=Grüße 🙂|Grüße 🙂
        NAME=|~~
        NAME=  |~~
        NAME= # nothing|~~
        NAME=''|~~
        NAME=""|~~
        NAME='postgres://u:p#1@h/d'|postgres://u:p#1@h/d
        NAME=' a # b \\n "c" $d '|~ a # b \\n "c" $d ~
        NAME='a'\t# b|a
        NAME="a # b 'c' \\"d\\" \\\\ \\$e \\' \\ f"|a # b 'c' "d" \\ $e '  f
        NAME="a" # b"|a
        \t NAME \t = \t value \t # comment|value
        export NAME=value|value
        \texport \t NAME="value"|value
        export=1;NAME=value|value
        NAME=first;NAME=last|last
        ~# NAME=x;;  # x;NAME=value;#~|value
        """)
    void reads_values(String lines, String value) throws IOException {
        assertThat(read(lines.replace(';', '\n'))).containsEntry("NAME", value);
        assertThat(read(lines.replace(";", "\r\n") + "\r\n")).containsEntry("NAME", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NAME=value", "export NAME='value'", "# a comment\nNAME=value", "\nNAME=value", "NAME=value\r\n"
            })
    void ignores_a_byte_order_mark_at_the_beginning(String content) throws IOException {
        assertThat(read("\uFEFF" + content)).containsExactly(Map.entry("NAME", "value"));
    }

    @Test
    void a_byte_order_mark_elsewhere_belongs_to_the_text() throws IOException {
        assertThat(read("\uFEFFNAME=\uFEFFvalue")).containsEntry("NAME", "\uFEFFvalue");
        assertThatThrownBy(() -> read("A=b\n\uFEFFNAME=value")).isInstanceOf(InvalidSetting.class);
    }

    @Test
    void reads_a_line_break_in_double_quotes() throws IOException {
        assertThat(read("NAME=\"a\\nb\"")).containsEntry("NAME", "a\nb");
    }

    @Test
    void accepts_any_name_and_an_export_prefix() throws IOException {
        assertThat(read("export=1\nexport A.b-c_1=2\n#B=3\n C=4"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("export", "1", "A.b-c_1", "2", "C", "4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Secret-word-1",
                "=Secret-word-1",
                "export",
                "NA ME=Secret-word-1",
                "NAME: Secret-word-1",
                "NAME='Secret-word-1",
                "NAME=\"Secret-word-1",
                "NAME=\"Secret-word-1\\\"",
                "NAME=\"Secret-word-1\\",
                "NAME='Secret'-word-1",
                "NAME='Secret-word-1'#",
                "NAME=\"Secret\" word-1",
                "NAME=\"Secret-\\word-1\""
            })
    void reports_the_number_of_an_invalid_line_but_not_its_content(String line) {
        assertThatThrownBy(() -> read("# first\n\nA=1\n" + line + "\nB=2\n"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("The file .env cannot be read: each of its lines must be NAME=value")
                .hasMessageContaining("line 4 ")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("ecret")
                .hasNoCause();
    }

    @Test
    void refuses_a_file_that_is_not_text() throws IOException {
        Path file = Files.write(directory.resolve(".env"), "NAME=ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> DotEnv.read(file))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("The file .env cannot be read: ");
        assertThatThrownBy(() -> DotEnv.read(directory))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("The file .env cannot be read: ");
    }
}
