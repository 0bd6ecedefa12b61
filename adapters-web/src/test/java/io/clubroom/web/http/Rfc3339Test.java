package io.clubroom.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T18:55:02Z, 2026-11-22T18:55:02Z",
        "2026-11-22t18:55:02z, 2026-11-22T18:55:02Z",
        "2026-11-22T18:55:02.5+02:00, 2026-11-22T16:55:02.5Z",
        "2026-11-22T18:55:02.1234567890123-00:30, 2026-11-22T19:25:02.123456Z",
        "2020-01-01T00:00:00+23:59, 2019-12-31T00:01:00Z",
        "2020-01-01T00:00:00-23:59, 2020-01-01T23:59:00Z",
        "2026-11-22T18:55:02-00:00, 2026-11-22T18:55:02Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "1990-12-31T15:59:60.25-08:00, 1991-01-01T00:00:00.25Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
    })
    void parses_times(String text, Instant time) {
        assertThat(Rfc3339.parse("at", text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-22",
                "2026-11-22T18:55:02",
                "2026-11-22T18:55Z",
                "2026-11-22 18:55:02Z",
                "2026-11-22T18:55:02.Z",
                "2026-11-22T18:55:021Z",
                "2026-11-22T18:55:02+02",
                "2026-11-22T18:55:02+0200",
                "2026-11-22T18:55:02+24:00",
                "2026-11-22T18:55:02+01:60",
                "2026-11-22T18:55:02+01:00:30",
                "2026-11-22T24:00:00Z",
                "2026-11-22T18:60:00Z",
                "2026-11-22T18:55:60Z",
                "2016-12-31T23:59:60+01:00",
                "2016-12-31T23:59:61Z",
                "2025-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "12026-11-22T18:55:02Z",
                "٢٠٢٦-11-22T18:55:02Z"
            })
    void refuses_what_is_no_time(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Rfc3339.parse("at", text))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("at"));
    }
}
