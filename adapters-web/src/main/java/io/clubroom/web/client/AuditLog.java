package io.clubroom.web.client;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.UserId;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs changes to sign-in methods: what was changed, by whom, for which account, and from which client address. */
@Singleton
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final Clients clients;

    AuditLog(Clients clients) {
        this.clients = clients;
    }

    /** @param change a few words such as {@code "Recovery codes renewed"}, without any secret */
    public void record(HttpRequest<?> request, String change, Actor actor, UserId account) {
        LOG.info(
                "{}: actor {}, account {}, address {}",
                change,
                actor instanceof Actor.SignedIn signedIn ? signedIn.id() : "anonymous",
                account,
                clients.address(request).getHostAddress());
    }
}
