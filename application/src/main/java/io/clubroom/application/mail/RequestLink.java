package io.clubroom.application.mail;

import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.domain.mail.LinkRequests.LinkRequest;
import io.clubroom.domain.user.Email;
import java.time.InstantSource;

/**
 * Asks for a mail with a link. Only stores the request, the same for every address, so that the caller learns nothing about it from the
 * response or its time; {@link ProcessLinkRequest} does the rest.
 */
public final class RequestLink {
    private final LinkRequests requests;
    private final InstantSource clock;
    private final Runnable requestAdded;

    /** @param requestAdded called afterwards, so that the request need not wait */
    public RequestLink(LinkRequests requests, InstantSource clock, Runnable requestAdded) {
        this.requests = requests;
        this.clock = clock;
        this.requestAdded = requestAdded;
    }

    public void request(Email email, Purpose purpose) {
        requests.add(new LinkRequest(email, purpose, clock.instant()));
        requestAdded.run();
    }
}
