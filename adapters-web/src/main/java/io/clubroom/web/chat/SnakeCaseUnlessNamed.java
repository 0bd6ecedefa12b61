package io.clubroom.web.chat;

import io.micronaut.core.annotation.AnnotatedElement;
import io.micronaut.serde.config.naming.PropertyNamingStrategy;
import jakarta.inject.Singleton;

/**
 * Names properties in snake case, except those that {@code @JsonProperty} names. The framework's own strategy is applied when the code is
 * compiled, and overrides these.
 */
@Singleton
final class SnakeCaseUnlessNamed implements PropertyNamingStrategy {
    @Override
    public String translate(AnnotatedElement element) {
        return SNAKE_CASE.translate(element);
    }
}
