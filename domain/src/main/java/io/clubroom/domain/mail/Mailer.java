package io.clubroom.domain.mail;

/** Hands mails to a mail server. */
public interface Mailer {
    /** The outcome of one attempt to send a mail. The reasons contain no secrets and no text of the mail. */
    sealed interface Outcome {
        /** The server has taken responsibility for the mail (RFC 5321 §4.2.5). */
        record Sent() implements Outcome {}

        /** Another attempt would fail as well: the server answered 5xx to the mail (RFC 5321 §4.2.1). */
        record Refused(String reason) implements Outcome {}

        /**
         * A later attempt may succeed.
         *
         * @param isServerFault whether no mail could be sent now: the server cannot be reached, or refuses to talk to this client
         */
        record Deferred(String reason, boolean isServerFault) implements Outcome {}
    }

    /** Sends the mail, with the same {@code Message-ID} at each attempt. Takes 30 seconds at most. */
    Outcome send(OutgoingMail mail);
}
