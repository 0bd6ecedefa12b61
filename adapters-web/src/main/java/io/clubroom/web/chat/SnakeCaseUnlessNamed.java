package io.clubroom.web.chat;

import io.micronaut.core.annotation.AnnotatedElement;
import io.micronaut.serde.config.naming.PropertyNamingStrategy;
import jakarta.inject.Singleton;

/**
 * Names properties in snake case, except those with {@code @JsonProperty}. The framework's own strategy is applied at compile time and
 * would override {@code @JsonProperty}.
 */
@Singleton
final class SnakeCaseUnlessNamed implements PropertyNamingStrategy {
    @Override
    public String translate(AnnotatedElement element) {
        return SNAKE_CASE.translate(element);
    }
}
