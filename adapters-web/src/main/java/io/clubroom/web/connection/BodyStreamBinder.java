package io.clubroom.web.connection;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Binds the body of a request to a controller's {@link BodyStream} parameter. */
@Singleton
final class BodyStreamBinder implements TypedRequestArgumentBinder<BodyStream> {
    private final BodyLimits limits;

    BodyStreamBinder(BodyLimits limits) {
        this.limits = limits;
    }

    @Override
    public Argument<BodyStream> argumentType() {
        return Argument.of(BodyStream.class);
    }

    @Override
    public BindingResult<BodyStream> bind(ArgumentConversionContext<BodyStream> context, HttpRequest<?> source) {
        if (!(source instanceof ServerHttpRequest<?> request)) {
            return BindingResult.unsatisfied();
        }
        BodyStream body = new BodyStream(
                request, limits.of(source.getMethodName(), source.getPath()).bytes());
        return () -> Optional.of(body);
    }
}
