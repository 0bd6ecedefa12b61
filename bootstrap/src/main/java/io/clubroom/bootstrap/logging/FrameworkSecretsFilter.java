package io.clubroom.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Drops trace output of the framework, whatever the levels: it contains property values and statement parameters, secrets among them. */
final class FrameworkSecretsFilter extends TurboFilter {
    private static final String FRAMEWORK = "io.micronaut";

    static boolean coversLogger(String name) {
        return name.equals(FRAMEWORK) || name.startsWith(FRAMEWORK + ".");
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        return level.levelInt <= Level.TRACE_INT && coversLogger(logger.getName())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
