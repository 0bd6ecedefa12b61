package io.clubroom.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDispositionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.txt|\"a.txt\"; filename*=UTF-8''a.txt",
                "žluť €.pdf|\"_lu_ _.pdf\"; filename*=UTF-8''%C5%BElu%C5%A5%20%E2%82%AC.pdf",
                "a\"b%41.txt|\"a_b_41.txt\"; filename*=UTF-8''a%22b%2541.txt",
                "it's (1);.txt|\"it's (1);.txt\"; filename*=UTF-8''it%27s%20%281%29%3B.txt",
                "😀.png|\"_.png\"; filename*=UTF-8''%F0%9F%98%80.png"
            })
    void has_the_name_for_old_and_new_clients(String name, String expected) {
        assertThat(ContentDisposition.of(FileName.of(name), new MediaType("text/plain")))
                .isEqualTo("attachment; filename=" + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "audio/mpeg, inline",
        "video/mp4, inline",
        "application/pdf, inline",
        "image/png, attachment",
        "image/svg+xml, attachment",
        "text/html, attachment",
        "text/plain, attachment"
    })
    void only_audio_video_and_pdf_are_shown(String type, String disposition) {
        assertThat(ContentDisposition.of(FileName.of("a"), new MediaType(type))).startsWith(disposition + ";");
    }
}
