package io.clubroom.bootstrap.architecture.planted.web;

import io.clubroom.bootstrap.architecture.planted.persistence.PersistenceBreaches;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Vetoed;
import jakarta.inject.Inject;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Violations in an adapter; vetoed where they would become beans in other tests. */
public final class WebBreaches {
    private WebBreaches() {}

    public interface SeesAnotherAdapter {
        PersistenceBreaches adapter();
    }

    public interface SpeaksSql {
        Connection connection();
    }

    @Vetoed
    public static final class IsInjectedInto {
        @Inject
        @Nullable
        String injected;

        @Value("${planted}")
        @Nullable
        String value;

        @Property(name = "planted")
        @Nullable
        String property;

        @Nullable
        String plain;
    }

    /** No violation: constructor injection. */
    @Vetoed
    public record HasAConstructor(@Value("${planted}") String value) {}

    public static final class ThingsImpl {}

    public static final class ThingService {}

    public static final class ThingManager {}

    public static final class ThingUtil {}

    public static final class ThingUtils {}

    public static final class ThingHelper {}

    public interface ThingPort {}

    public interface IThings {}

    public interface Ideas {}

    public static final class Servicing {}
}
