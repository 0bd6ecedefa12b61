package io.clubroom.bootstrap.mail;

/** Tells the threads that send mails that there may be something to do. */
public interface MailSignal {
    /** Called after mails, or requests for mails, were stored on this node. */
    void mailsAdded();
}
