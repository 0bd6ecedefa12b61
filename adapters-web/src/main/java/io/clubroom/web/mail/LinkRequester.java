package io.clubroom.web.mail;

import io.clubroom.application.mail.RequestLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.Email;
import io.clubroom.web.limit.RequestLimits;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** Asks for mails with links on behalf of clients, unless they or others have asked too often. */
@Singleton
public final class LinkRequester {
    private final RequestLink requestLink;
    private final RequestLimits limits;

    LinkRequester(RequestLink requestLink, RequestLimits limits) {
        this.requestLink = requestLink;
        this.limits = limits;
    }

    /** Asks for the mail; beyond the limit it does nothing, and the caller learns nothing of it. */
    public void request(HttpRequest<?> request, Email email, Purpose purpose) {
        if (limits.mayRequestLink(request, email)) {
            requestLink.request(email, purpose);
        }
    }
}
