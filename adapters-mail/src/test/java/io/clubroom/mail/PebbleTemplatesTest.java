package io.clubroom.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.mail.MailKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PebbleTemplatesTest {
    private static final Pattern OTHER_HOST = Pattern.compile("(?:https?:)?//(?!club\\.example)");

    @TempDir
    Path folder;

    private PebbleTemplates withFolder() {
        return new PebbleTemplates(() -> "https://club.example", folder);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private AbstractStringAssert<?> assertRefused() {
        return assertThatThrownBy(this::withFolder)
                .isInstanceOf(InvalidMailSetting.class)
                .message()
                .matches("MAIL_TEMPLATES [^\n]*\\.");
    }

    @ParameterizedTest
    @EnumSource
    void every_text_shows_every_variable(MailKind kind) {
        Map<String, String> shown = new HashMap<>(MailVariables.samples(kind));
        // The subject of an announcement is its subject.
        shown.remove("subject");
        String text = Mails.templates().text(Mails.of(kind));
        assertThat(text).contains(shown.values()).doesNotContain("\n\n\n", "{{", "{%");
        assertThat(text).doesNotMatch("(?s).*[<>].*");
    }

    @ParameterizedTest
    @EnumSource
    void html_loads_nothing_and_links_to_no_other_host(MailKind kind) {
        String html = Mails.templates().html(Mails.of(kind));
        assertThat(html)
                .doesNotContain("<img", "<script", "<link", "url(", "@import", "{{", "{%")
                .contains("color-scheme", "prefers-color-scheme: dark", "width=device-width");
        assertThat(OTHER_HOST.matcher(html).find()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void html_escapes_every_variable(MailKind kind) {
        Map<String, String> variables = new HashMap<>();
        MailVariables.samples(kind).keySet().forEach(name -> variables.put(name, "<b id=\"x\">&'"));
        // It becomes a header as well, but not here.
        String html = Mails.templates().html(Mails.withSubject(kind, "subject", variables));
        assertThat(html).contains("&lt;b id=&quot;x&quot;&gt;&amp;&#39;").doesNotContain("<b id");
    }

    @ParameterizedTest
    @CsvSource({
        "Visit https://evil.example now, Visit https: / / evil. example now",
        "www.evil.example, www. evil. example",
        "a@evil.example, a@ evil. example",
        "evil\u3002example, evil\u3002 example",
        "evil\uff0eexample, evil\uff0e example",
        "Dr. J.R.R. Müller jr., Dr. J. R. R. Müller jr.",
        "Anne-Marie O'Neill, Anne-Marie O'Neill"
    })
    void mail_programs_make_no_link_of_a_name(String name, String shown) {
        for (String variable : new String[] {"name", "inviter", "factor"}) {
            MailKind kind = switch (variable) {
                case "inviter" -> MailKind.INVITATION;
                case "factor" -> MailKind.FACTOR_ADDED;
                default -> MailKind.VERIFICATION;
            };
            assertThat(Mails.templates().text(Mails.of(kind, Map.of(variable, name))))
                    .contains(shown);
            assertThat(Mails.templates().html(Mails.of(kind, Map.of(variable, name))))
                    .contains(shown.replace("'", "&#39;"));
        }
        assertThat(Mails.templates().subject(MailKind.INVITATION, Map.of("inviter", name)))
                .contains(shown);
    }

    @Test
    void text_escapes_nothing() {
        assertThat(Mails.templates().text(Mails.of(MailKind.ANNOUNCEMENT, Map.of("text", "1 < 2 & \"so\" on"))))
                .contains("1 < 2 & \"so\" on");
    }

    @Test
    void an_announcement_keeps_its_line_breaks() {
        Map<String, String> text = Map.of("text", "one\ntwo\r\nthree");
        assertThat(Mails.templates().text(Mails.of(MailKind.ANNOUNCEMENT, text)))
                .contains("one\ntwo\r\nthree");
        assertThat(Mails.templates().html(Mails.of(MailKind.ANNOUNCEMENT, text)))
                .matches("(?s).*one<br>\\s*two\\s*<br>\\s*three.*");
    }

    @ParameterizedTest
    @CsvSource({"0, It was the last one", "1, There is one left", "2, There are 2 left"})
    void numbers_read_naturally(String left, String sentence) {
        assertThat(Mails.templates().text(Mails.of(MailKind.RECOVERY_CODE_USED, Map.of("left", left))))
                .contains(sentence);
    }

    @Test
    void an_invitation_without_rooms_names_none() {
        assertThat(Mails.templates().text(Mails.of(MailKind.INVITATION, Map.of("rooms", ""))))
                .doesNotContain("rooms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\u2028b", "a\u0000\u0007b", " a \t b "})
    void a_subject_is_one_line(String subject) {
        assertThat(Mails.templates().subject(MailKind.ANNOUNCEMENT, Map.of("subject", subject)))
                .isEqualTo("a b");
    }

    @Test
    void a_subject_is_cut_between_characters() {
        assertThat(Mails.templates().subject(MailKind.ANNOUNCEMENT, Map.of("subject", "x".repeat(300))))
                .isEqualTo("x".repeat(200));
        assertThat(Mails.templates().subject(MailKind.ANNOUNCEMENT, Map.of("subject", "x" + "😀".repeat(150))))
                .isEqualTo("x" + "😀".repeat(99));
    }

    @Test
    void a_missing_variable_is_an_error() {
        assertThatThrownBy(() -> Mails.templates().subject(MailKind.INVITATION, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("invitation.subject");
    }

    @Test
    void a_file_takes_the_place_of_the_built_in_one() throws Exception {
        write("welcome.subject", "Hi {{ name }}!\n");
        write("welcome.txt", "\uFEFFDear {{ name }}\r\nwelcome to {{ public_url }}, {{ email }}.\r\n");
        PebbleTemplates templates = withFolder();
        assertThat(templates.subject(MailKind.WELCOME, Map.of("name", "Anna"))).isEqualTo("Hi Anna!");
        assertThat(templates.text(Mails.of(MailKind.WELCOME)))
                .isEqualTo("Dear Anna Smith\nwelcome to https://club.example, anna.smith@club.example.\n");
        assertThat(templates.html(Mails.of(MailKind.WELCOME)))
                .isEqualTo(Mails.templates().html(Mails.of(MailKind.WELCOME)));
    }

    @Test
    void a_layout_can_be_replaced() throws Exception {
        write("layout.html", "<p>Our club</p>{% block body %}{% endblock %}{% block footer %}{% endblock %}");
        assertThat(withFolder().html(Mails.of(MailKind.WELCOME)))
                .startsWith("<p>Our club</p>")
                .contains("<h1>Welcome");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verificaton.html", "verification.HTML", "readme.txt", "signature.subject"})
    void a_file_that_no_mail_is_made_from_is_refused(String name) throws Exception {
        write(name, "text");
        assertRefused().contains(folder.resolve(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", ".verification.html.swp", ".welcom.txt"})
    void other_files_do_not_matter(String name) throws Exception {
        write(name, "{{ broken");
        withFolder();
    }

    @Test
    void a_folder_that_cannot_be_read_is_refused() throws Exception {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> new PebbleTemplates(() -> "https://club.example", missing))
                .isInstanceOf(InvalidMailSetting.class)
                .hasMessage("MAIL_TEMPLATES must name a folder that can be read, but is " + missing + ".");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new PebbleTemplates(() -> "https://club.example", file))
                .isInstanceOf(InvalidMailSetting.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "welcome.txt;Hello {{ name }},{NL}{NL}{{ link }};, line 3: there is no variable link in welcome.txt",
                "welcome.html;<p>{NL}{% if name %}{NL}</p>;, line 3:",
                "welcome.html;{{ name | unknown }};, line 1:",
                "welcome.html;{% include \"other.html\" %};other.html",
                "welcome.subject;{{ email }};, line 1: there is no variable email",
                "welcome.subject;{% if name is empty %}Hello{% endif %};: the subject is empty",
                "invitation.txt;{% if rooms is empty %}{{ room }}{% endif %};, line 1: there is no variable room",
                "announcement.html;{{ name.bytes }};, line 1:",
                "layout.txt;{NL}{{ foo }};layout.txt, line 2: there is no variable foo",
            })
    void a_broken_file_is_refused_with_its_line(String name, String text, String message) throws Exception {
        write(name, text.replace("{NL}", "\n"));
        assertRefused().contains(folder.resolve(name).toString(), message);
    }

    @Test
    void a_file_that_is_not_text_is_refused() throws Exception {
        Files.write(folder.resolve("welcome.txt"), new byte[] {(byte) 0xff});
        assertRefused().contains("it is not UTF-8");
        write("welcome.txt", "x".repeat(TemplateFiles.MAX_FILE + 1));
        assertRefused().contains("it has more than 1048576 bytes");
    }
}
