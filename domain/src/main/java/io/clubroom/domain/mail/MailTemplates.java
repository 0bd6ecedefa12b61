package io.clubroom.domain.mail;

import java.util.Map;

/** The texts of mails. */
public interface MailTemplates {
    /** The subject of a mail with these variables: one line. */
    String subject(MailKind kind, Map<String, String> variables);
}
