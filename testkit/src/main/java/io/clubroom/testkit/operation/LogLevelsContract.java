package io.clubroom.testkit.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LogLevels;
import io.clubroom.domain.operation.LoggerName;
import org.junit.jupiter.api.Test;

/** What all {@link LogLevels} guarantee. */
public interface LogLevelsContract {
    LoggerName ROOT = new LoggerName("root");
    LoggerName LOGGER = new LoggerName("clubroom.of-this-contract");

    /** Levels as at a start at which {@code root} was given {@code INFO}. */
    LogLevels levels();

    @Test
    default void a_level_is_there_from_when_it_was_set_to_when_it_is_reset() {
        LogLevels levels = levels();

        assertThat(levels.set(LOGGER, LogLevel.DEBUG)).isEqualTo(LogLevel.DEBUG);
        assertThat(levels.all()).containsEntry(LOGGER, LogLevel.DEBUG);

        levels.reset(LOGGER);
        assertThat(levels.all()).doesNotContainKey(LOGGER).containsEntry(ROOT, LogLevel.INFO);
    }

    @Test
    default void the_root_goes_back_to_what_it_was() {
        LogLevels levels = levels();

        levels.set(ROOT, LogLevel.OFF);
        assertThat(levels.all()).containsEntry(ROOT, LogLevel.OFF);

        levels.reset(ROOT);
        assertThat(levels.all()).containsEntry(ROOT, LogLevel.INFO);
    }
}
