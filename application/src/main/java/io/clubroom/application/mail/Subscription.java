package io.clubroom.application.mail;

/** What a user can unsubscribe from with the link in a mail. */
public enum Subscription {
    ANNOUNCEMENTS("unsubscribe"),
    UNREAD_MESSAGES("unsubscribe from unread messages");

    /** Makes the hashes in the tokens of one subscription differ from those of others. */
    private final String purpose;

    Subscription(String purpose) {
        this.purpose = purpose;
    }

    String purpose() {
        return purpose;
    }
}
