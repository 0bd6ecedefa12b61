package io.clubroom.web.auth;

import io.clubroom.application.auth.RecordSessionUse;
import io.clubroom.domain.session.Sessions;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Makes one bean of the use case that has state; of the others, each injection gets its own instance. */
@Factory
final class SessionUse {
    @Singleton
    RecordSessionUse recordSessionUse(Sessions sessions) {
        return new RecordSessionUse(sessions);
    }
}
