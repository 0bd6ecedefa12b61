package io.clubroom.web.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.logging.LogLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggerNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"root", "clubroom", "clubroom.chat", "com.zaxxer.hikari.HikariPool$PoolState", "a-b_1"})
    void accepts_names_of_loggers(String name) {
        assertThat(LoggerName.of(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a.", ".a", "a b", "a\nb", "ä"})
    void refuses_text_that_is_not_a_name(String name) {
        assertThatThrownBy(() -> LoggerName.of(name))
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("logger"));
    }

    @Test
    void has_at_most_200_characters() {
        assertThat(LoggerName.of("a".repeat(200)).value()).hasSize(200);
        assertThatThrownBy(() -> LoggerName.of("a".repeat(201))).isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @CsvSource({
        "root, ROOT",
        "clubroom, io.clubroom",
        "clubroom.chat, io.clubroom.chat",
        "clubrooms, clubrooms",
        "io.micronaut, io.micronaut"
    })
    void names_of_our_packages_are_shortened_for_operators(String name, String slf4jName) {
        assertThat(LoggerName.of(name).slf4jName()).isEqualTo(slf4jName);
        assertThat(LoggerName.ofSlf4j(slf4jName)).isEqualTo(LoggerName.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug", "DEBUG", "Debug"})
    void a_level_is_read_in_any_case(String level) {
        assertThat(LogLevels.parse(level)).isEqualTo(LogLevel.DEBUG);
        assertThat(LogLevels.format(LogLevels.parse(level))).isEqualTo("debug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loud", "all", "not_specified"})
    void an_unknown_level_is_refused(String level) {
        assertThatThrownBy(() -> LogLevels.parse(level))
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("level"));
    }
}
