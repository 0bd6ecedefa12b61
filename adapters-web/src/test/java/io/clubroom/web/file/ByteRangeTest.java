package io.clubroom.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,    bytes 0-0/10",
        "bytes=2-4,    bytes 2-4/10",
        "bytes=2-,     bytes 2-9/10",
        "bytes=9-,     bytes 9-9/10",
        "bytes=0-99,   bytes 0-9/10",
        "bytes=-3,     bytes 7-9/10",
        "bytes=-99,    bytes 0-9/10",
        "BYTES=1-2,    bytes 1-2/10",
        "bytes=10-,    bytes */10",
        "bytes=10-20,  bytes */10",
        "bytes=-0,     bytes */10"
    })
    void selects_bytes(String header, String contentRange) {
        ByteRange range = ByteRange.of(header, 10);

        assertThat(range).isNotNull();
        assertThat(range.of(10)).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=4-2",
                "bytes=a-b",
                "items=0-1",
                "bytes=0-1,3-4",
                "bytes=99999999999999999999-"
            })
    void ignores_what_is_malformed_or_not_supported(String header) {
        assertThat(ByteRange.of(header, 10)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=-1"})
    void an_empty_content_has_no_range(String header) {
        ByteRange range = ByteRange.of(header, 0);

        assertThat(range).isNotNull();
        assertThat(range.isEmpty()).isTrue();
    }
}
