package io.clubroom.web.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.simple.SimpleHttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormFileTest {
    private static final String BOUNDARY = "--x9";
    private static final String HEAD = "----x9\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\n";
    private static final String END = "\r\n----x9--\r\n";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String field(String name, String value) {
        return "----x9\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static FormFile open(InputStream body) throws IOException {
        return open("multipart/form-data; boundary=" + BOUNDARY, body);
    }

    private static FormFile open(String type, InputStream body) throws IOException {
        return FormFile.open(
                new SimpleHttpRequest<>(HttpMethod.POST, "/", null).header(HttpHeaders.CONTENT_TYPE, type),
                body,
                "file");
    }

    private static String read(String body) throws IOException {
        try (FormFile file = open(new ByteArrayInputStream(bytes(body)))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertFault(String body, String field, String reason) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        InvalidValue.class, fault -> assertThat(fault.field()).isEqualTo(field))
                .hasMessageContaining(reason);
    }

    /** Arrives in pieces of a random size. */
    private static final class Pieces extends InputStream {
        private final InputStream whole;
        private final Random random;
        private final int most;

        Pieces(byte[] whole, Random random, int most) {
            this.whole = new ByteArrayInputStream(whole);
            this.random = random;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            return whole.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return whole.read(bytes, offset, Math.min(length, 1 + random.nextInt(most)));
        }
    }

    /** Contents that look like what ends them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 60, 20_000})
    void bytes_come_out_as_they_were_sent_however_they_arrive(int most) throws IOException {
        Random random = new Random(most);
        String[] pieces = {"\r", "\n", "\r\n", "-", "----", "--x", "\r\n--", "\r\n----", "\r\n----y", "a", "\0", "é"};
        for (int i = 0; i < 300; i++) {
            StringBuilder content = new StringBuilder();
            for (int j = random.nextInt(i % 10 == 0 ? 3_000 : 12); j > 0; j--) {
                content.append(pieces[random.nextInt(pieces.length)]);
            }
            String form = HEAD + content + END;
            try (FormFile file = open(new Pieces(bytes(form), random, most))) {
                assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                        .as("content " + i)
                        .isEqualTo(content.toString());
            }
        }
    }

    @Test
    void other_fields_before_and_after_are_skipped() throws IOException {
        String large = "y".repeat(50_000);

        assertThat(read(field("a", "1") + field("b", large) + HEAD + "hello\r\n" + field("c", large) + "----x9--"))
                .isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=\"a b.txt\"|a b.txt",
                "filename=\"žluťoučký.txt\"|žluťoučký.txt",
                "filename=\"x.txt\"; filename*=UTF-8''%C5%BElu%C5%A5%20%2F.txt|.txt",
                "filename=\"x.txt\"; filename*=UTF-8''%E2%82%AC.txt|€.txt",
                "filename*=UTF-8''%E2%82%AC.txt; filename=\"x.txt\"|€.txt",
                "filename=\"C:\\dir\\a=b; c, d.txt\"|a=b; c, d.txt",
                "filename=\"a\\\"b.txt\"|a\"b.txt",
                "filename=\"../../etc/passwd\"|passwd",
                "filename=plain.txt|plain.txt",
                "filename=\"\"|file"
            })
    void the_name_is_the_clients_in_every_form(String parameter, String name) throws IOException {
        String form = "----x9\r\nContent-Disposition: form-data; name=\"file\"; " + parameter + "\r\n\r\nhello" + END;

        try (FormFile file = open(new ByteArrayInputStream(bytes(form)))) {
            assertThat(file.name().value()).isEqualTo(name);
        }
    }

    @Test
    void without_a_file_the_field_is_named() {
        assertFault("----x9--\r\n", "file", "is required");
        assertFault(field("other", "1") + "----x9--\r\n", "file", "is required");
        assertFault(field("file", "text") + "----x9--\r\n", "file", "is required");
    }

    @Test
    void two_files_are_refused_before_the_first_one_ends() {
        assertFault(HEAD + "one\r\n" + HEAD + "two" + END, "file", "must be one file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "----x9\r\n",
                "----x9\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n",
                "----x9\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhel",
                "----x9\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n----x9\r\n"
            })
    void an_incomplete_form_is_refused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void what_takes_memory_without_being_the_file_is_bounded() {
        assertFault("----x9\r\nX: " + "y".repeat(100_000) + "\r\n\r\n" + END, "body", "multipart");
        assertFault(field("a", "").repeat(1_000_000 / 100) + HEAD + END, "body", "multipart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=", "text/plain"})
    void a_body_that_is_no_form_is_refused(String type) {
        assertThatThrownBy(() -> open(type, new ByteArrayInputStream(bytes(HEAD + END))))
                .isInstanceOf(InvalidValue.class);
    }
}
