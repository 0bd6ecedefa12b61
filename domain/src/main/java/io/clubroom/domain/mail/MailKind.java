package io.clubroom.domain.mail;

import java.util.Locale;

/** What a mail is about; decides its template. */
public enum MailKind {
    /** Proves that the address belongs to the account. */
    VERIFICATION,
    PASSWORD_RESET,
    INVITATION,
    /** After the first verification of an account's address. */
    WELCOME,
    /** From an administrator to many users, who can unsubscribe. */
    ANNOUNCEMENT,
    PASSWORD_CHANGED,
    /** To the address that was replaced, with a link that restores it. */
    EMAIL_CHANGED,
    FACTOR_ADDED,
    FACTOR_REMOVED,
    PASSKEY_ADDED,
    PASSKEY_REMOVED,
    RECOVERY_CODE_USED,
    ACCOUNT_DEACTIVATED,
    /** Of unread chat messages, to a user who is not connected and can unsubscribe. Written when it is sent. */
    UNREAD_MESSAGES;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The kind as the API, the database and the names of templates spell it. */
    public String text() {
        return text;
    }

    /** The kind with this {@link #text()}. */
    public static MailKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
