package io.clubroom.web.mail;

import io.clubroom.application.mail.RequestLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.Email;
import io.clubroom.web.limit.RequestLimits;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** Requests mails with links on behalf of clients, within the rate limits. */
@Singleton
public final class LinkRequester {
    private final RequestLink requestLink;
    private final RequestLimits limits;

    LinkRequester(RequestLink requestLink, RequestLimits limits) {
        this.requestLink = requestLink;
        this.limits = limits;
    }

    /** Requests the mail. Beyond the limit it silently does nothing, so that the client does not learn of it. */
    public void request(HttpRequest<?> request, Email email, Purpose purpose) {
        if (limits.mayRequestLink(request, email)) {
            requestLink.request(email, purpose);
        }
    }
}
