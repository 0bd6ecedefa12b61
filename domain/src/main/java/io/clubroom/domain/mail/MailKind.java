package io.clubroom.domain.mail;

import java.util.Locale;

/** The kind of a mail, which selects its template. */
public enum MailKind {
    /** Proves that the address belongs to the account. */
    VERIFICATION,
    PASSWORD_RESET,
    INVITATION,
    /** Sent after the first verification of an account's address. */
    WELCOME,
    /** Sent by an administrator to many users, who can unsubscribe. */
    ANNOUNCEMENT,
    PASSWORD_CHANGED,
    /** Sent to the address that was replaced, with a link that restores it. */
    EMAIL_CHANGED,
    FACTOR_ADDED,
    FACTOR_REMOVED,
    PASSKEY_ADDED,
    PASSKEY_REMOVED,
    RECOVERY_CODE_USED,
    ACCOUNT_DEACTIVATED,
    /** Notifies a user who is not connected of unread chat messages; the user can unsubscribe. Its content is written when it is sent. */
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
