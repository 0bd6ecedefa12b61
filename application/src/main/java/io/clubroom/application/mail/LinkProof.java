package io.clubroom.application.mail;

import io.clubroom.domain.user.Email;

/** A proof that somebody can read the mails to an address. */
public sealed interface LinkProof {
    /** The token of the link. */
    record Token(String token) implements LinkProof {
        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    /** The code in the newest mail to the address. */
    record Code(Email email, String code) implements LinkProof {
        @Override
        public String toString() {
            return "Code[hidden]";
        }
    }
}
