package io.clubroom.web.support;

import io.clubroom.application.mail.ProcessLinkRequest;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.testkit.TestClock;
import java.util.ArrayList;
import java.util.List;

/** The mails that a server sends. Nothing is sent before a test looks for it. */
public final class Mailbox {
    private final Outbox outbox;
    private final ProcessLinkRequest processLinkRequest;
    private final TestClock clock;
    private final List<OutgoingMail> sent = new ArrayList<>();

    Mailbox(Outbox outbox, ProcessLinkRequest processLinkRequest, TestClock clock) {
        this.outbox = outbox;
        this.processLinkRequest = processLinkRequest;
        this.clock = clock;
    }

    /** Sends what is due, and returns the mails to this address, in order. */
    public List<OutgoingMail> to(String address) {
        send();
        return sent.stream().filter(mail -> mail.to().value().equals(address)).toList();
    }

    /** The newest mail of this kind to this address. */
    public OutgoingMail newest(MailKind kind, String address) {
        return to(address).stream()
                .filter(mail -> mail.kind() == kind)
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("no mail " + kind + " to " + address));
    }

    /** The path, query included, of the link in the newest mail of this kind to this address. */
    public String link(MailKind kind, String address) {
        String link = newest(kind, address).variables().get("link");
        return link.substring(link.indexOf('/', "https://".length()));
    }

    /** The token of that link. */
    public String token(MailKind kind, String address) {
        String link = link(kind, address);
        return link.substring(link.indexOf("token=") + "token=".length());
    }

    /** The code in the newest mail of this kind to this address. */
    public String code(MailKind kind, String address) {
        return newest(kind, address).variables().get("code");
    }

    void empty() {
        sent.clear();
    }

    private void send() {
        while (processLinkRequest.process() instanceof ProcessLinkRequest.Result.Processed) {}
        while (outbox.attemptNext(clock.instant(), due -> {
                    sent.add(due.mail());
                    return new Outbox.Attempt.Sent(clock.instant());
                })
                .isPresent()) {}
    }
}
