package io.clubroom.application.mail;

import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.domain.mail.LinkRequests.LinkRequest;
import io.clubroom.domain.mail.MailSignal;
import io.clubroom.domain.user.Email;
import java.time.InstantSource;

/**
 * Requests a mail with a link. It only stores the request, in the same way for every address, so that neither the response nor its time
 * reveals anything about the address; {@link ProcessLinkRequest} does the rest.
 */
public final class RequestLink {
    private final LinkRequests requests;
    private final InstantSource clock;
    private final MailSignal signal;

    public RequestLink(LinkRequests requests, InstantSource clock, MailSignal signal) {
        this.requests = requests;
        this.clock = clock;
        this.signal = signal;
    }

    public void request(Email email, Purpose purpose) {
        requests.add(new LinkRequest(email, purpose, clock.instant()));
        signal.mailsAdded();
    }
}
