package io.clubroom.mail;

import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Mails for tests, with the sample values of their kind. */
final class Mails {
    static final MailId ID = MailId.of("018f3a52-7b1c-7def-8a90-1234567890ab");
    static final Instant CREATED_AT = Instant.parse("2026-11-28T18:30:00Z");
    static final MailFrom FROM = MailFrom.parse("Clubroom <no-reply@club.example>");

    private static final PebbleTemplates TEMPLATES = new PebbleTemplates(() -> "https://club.example", null);

    static PebbleTemplates templates() {
        return TEMPLATES;
    }

    static OutgoingMail of(MailKind kind) {
        return of(kind, Map.of());
    }

    /** @param changed in place of the samples */
    static OutgoingMail of(MailKind kind, Map<String, String> changed) {
        Map<String, String> variables = new HashMap<>(MailVariables.samples(kind));
        variables.putAll(changed);
        String subject = templates().subject(kind, variables);
        return withSubject(kind, subject, variables);
    }

    static OutgoingMail to(Email address) {
        return new OutgoingMail(
                ID, MailKind.WELCOME, address, "Welcome", MailVariables.samples(MailKind.WELCOME), CREATED_AT, null);
    }

    static OutgoingMail withSubject(MailKind kind, String subject, Map<String, String> variables) {
        return new OutgoingMail(ID, kind, Email.of("anna.smith@club.example"), subject, variables, CREATED_AT, null);
    }

    private Mails() {}
}
