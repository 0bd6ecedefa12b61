package io.clubroom.domain.mail;

/** Tells whoever sends mails that there may be something to do. */
@FunctionalInterface
public interface MailSignal {
    /** Called after mails, or requests for mails, were stored on this node. */
    void mailsAdded();
}
