package io.clubroom.bootstrap.health;

import io.clubroom.persistence.DatabaseGate;
import io.clubroom.web.health.HealthCheck;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

@Singleton
@Requires(beans = DatabaseGate.class)
final class DatabaseCheck implements HealthCheck {
    private final DatabaseGate gate;

    DatabaseCheck(DatabaseGate gate) {
        this.gate = gate;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public State state() {
        return switch (gate.state()) {
            case UP -> State.UP;
            case READ_ONLY -> State.READ_ONLY;
            case DOWN -> State.DOWN;
        };
    }
}
