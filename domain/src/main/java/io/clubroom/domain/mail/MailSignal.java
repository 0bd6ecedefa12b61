package io.clubroom.domain.mail;

/** Wakes up the senders of mails. */
@FunctionalInterface
public interface MailSignal {
    /** Called after mails, or requests for mails, were stored on this node. */
    void mailsAdded();
}
