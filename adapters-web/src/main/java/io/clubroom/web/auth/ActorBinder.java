package io.clubroom.web.auth;

import io.clubroom.domain.auth.Actor;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.security.filters.SecurityFilter;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives a controller's method who is asking. */
@Singleton
final class ActorBinder implements TypedRequestArgumentBinder<Actor> {
    @Override
    public Argument<Actor> argumentType() {
        return Argument.of(Actor.class);
    }

    @Override
    public BindingResult<Actor> bind(ArgumentConversionContext<Actor> context, HttpRequest<?> source) {
        Actor actor = source.getAttribute(SecurityFilter.AUTHENTICATION).orElse(null) instanceof Bearer bearer
                ? bearer.actor()
                : Actor.ANONYMOUS;
        return () -> Optional.of(actor);
    }
}
