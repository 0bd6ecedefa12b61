package io.clubroom.web.auth;

import io.clubroom.domain.session.Device;
import io.clubroom.web.client.Clients;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Binds the device that sent a request to a controller's {@link Device} parameter. */
@Singleton
final class DeviceBinder implements TypedRequestArgumentBinder<Device> {
    private final Clients clients;

    DeviceBinder(Clients clients) {
        this.clients = clients;
    }

    @Override
    public Argument<Device> argumentType() {
        return Argument.of(Device.class);
    }

    @Override
    public BindingResult<Device> bind(ArgumentConversionContext<Device> context, HttpRequest<?> source) {
        Device device = new Device(
                clients.address(source).getHostAddress(), source.getHeaders().get(HttpHeaders.USER_AGENT));
        return () -> Optional.of(device);
    }
}
