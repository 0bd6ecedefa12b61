package io.clubroom.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LogLevels;
import io.clubroom.domain.operation.LoggerName;
import io.clubroom.testkit.operation.LogLevelsContract;
import org.junit.jupiter.api.Test;

class LogbackLevelsTest implements LogLevelsContract {
    private final LoggerContext context = new LoggerContext();

    LogbackLevelsTest() {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
    }

    @Override
    public LogLevels levels() {
        return new LogbackLevels(context);
    }

    @Test
    void our_packages_go_by_the_name_that_operators_use() {
        levels().set(LoggerName.of("clubroom.chat"), LogLevel.DEBUG);

        assertThat(context.getLogger("io.clubroom.chat").getLevel()).isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("io.clubroom.web").getEffectiveLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void the_framework_never_gets_to_where_it_tells_secrets() {
        LogLevels levels = levels();

        levels.set(ROOT, LogLevel.TRACE);
        assertThat(context.getLogger("io.micronaut.data.query").isTraceEnabled())
                .isFalse();

        assertThat(levels.set(LoggerName.of("io.micronaut.data.query"), LogLevel.TRACE))
                .isEqualTo(LogLevel.DEBUG);
        assertThat(context.getLogger("io.micronaut.data.query").isTraceEnabled())
                .isFalse();

        levels.reset(LoggerName.of("io.micronaut.data.query"));
        levels.reset(ROOT);
        assertThat(context.getLogger("io.micronaut.data.query").isDebugEnabled())
                .isFalse();
    }
}
