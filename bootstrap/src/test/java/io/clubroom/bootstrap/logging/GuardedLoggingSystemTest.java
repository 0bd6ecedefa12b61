package io.clubroom.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.micronaut.logging.LogLevel;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GuardedLoggingSystemTest {
    private final GuardedLoggingSystem logging = new GuardedLoggingSystem();

    @Test
    void a_level_applies_until_it_is_reset() {
        String name = "io.clubroom.of-this-test";

        logging.setLogLevel(name, LogLevel.DEBUG);
        assertThat(logging.getLogger(name).configuredLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(((Logger) LoggerFactory.getLogger(name)).getLevel()).isEqualTo(Level.DEBUG);
        assertThat(logging.getLoggers())
                .anySatisfy(logger -> assertThat(logger.getName()).isEqualTo(name));

        logging.setLogLevel(name, LogLevel.NOT_SPECIFIED);
        assertThat(logging.getLogger(name).configuredLevel()).isEqualTo(LogLevel.NOT_SPECIFIED);
    }

    @Test
    void loggers_of_the_framework_get_no_level_at_which_they_log_secrets() {
        String name = "io.micronaut.of-this-test";

        logging.setLogLevel(name, LogLevel.TRACE);
        assertThat(logging.getLogger(name).configuredLevel()).isEqualTo(LogLevel.DEBUG);

        logging.setLogLevel(name, LogLevel.NOT_SPECIFIED);
        String security = "io.micronaut.security.of-this-test";
        logging.setLogLevel(security, LogLevel.DEBUG);
        assertThat(logging.getLogger(security).configuredLevel()).isEqualTo(LogLevel.INFO);

        logging.setLogLevel(security, LogLevel.NOT_SPECIFIED);
        logging.setLogLevel("of-this-test", LogLevel.TRACE);
        assertThat(logging.getLogger("of-this-test").configuredLevel()).isEqualTo(LogLevel.TRACE);
        logging.setLogLevel("of-this-test", LogLevel.NOT_SPECIFIED);
    }

    @Test
    void the_framework_logs_no_secrets_even_if_a_parent_logger_logs_everything() {
        LoggerContext context = new LoggerContext();
        context.addTurboFilter(new FrameworkSecretsFilter());

        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
        context.getLogger("io.micronaut.data.query").setLevel(Level.ALL);

        assertThat(context.getLogger("io.micronaut.data.query").isTraceEnabled())
                .isFalse();
        assertThat(context.getLogger("io.micronaut.data.query").isDebugEnabled())
                .isTrue();
        assertThat(context.getLogger("io.micronaut").isTraceEnabled()).isFalse();
        assertThat(context.getLogger("io.micronaut.security.token").isDebugEnabled())
                .isFalse();
        assertThat(context.getLogger("io.micronaut.security.token").isInfoEnabled())
                .isTrue();
        assertThat(context.getLogger("io.micronaut.context.event.ApplicationEventPublisher")
                        .isDebugEnabled())
                .isFalse();
        assertThat(context.getLogger("io.micronaut.http.server").isDebugEnabled())
                .isFalse();
        assertThat(context.getLogger("software.amazon.awssdk.auth.signer").isDebugEnabled())
                .isFalse();
        assertThat(context.getLogger("io.micronautics").isTraceEnabled()).isTrue();
    }
}
