package io.clubroom.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Drops log output of the framework and of HTTP clients that contains secrets, regardless of levels: property values and statement
 * parameters at trace, access tokens and codes at debug.
 */
final class FrameworkSecretsFilter extends TurboFilter {
    private static final String FRAMEWORK = "io.micronaut";

    /**
     * These log tokens with a wrong signature, requests with the tokens and codes in their addresses, and requests to the store of files
     * with the token of temporary credentials.
     */
    private static final List<String> WITHOUT_DEBUG = List.of(
            "io.micronaut.security",
            "io.micronaut.context.event",
            "io.micronaut.http",
            "software.amazon.awssdk",
            "sun.net.www.protocol.http");

    /** The most detailed level at which a logger logs no secrets. */
    static Level lowestSafeLevel(String logger) {
        if (WITHOUT_DEBUG.stream().anyMatch(parent -> covers(parent, logger))) {
            return Level.INFO;
        }
        return covers(FRAMEWORK, logger) ? Level.DEBUG : Level.ALL;
    }

    private static boolean covers(String parent, String logger) {
        return logger.startsWith(parent)
                && (logger.length() == parent.length() || logger.charAt(parent.length()) == '.');
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        return level.levelInt <= Level.DEBUG_INT && !level.isGreaterOrEqual(lowestSafeLevel(logger.getName()))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
