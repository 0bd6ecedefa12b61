package io.clubroom.mail;

/**
 * An invalid {@code SMTP_URL}, {@code MAIL_FROM} or {@code MAIL_TEMPLATES}. The message is one sentence that starts with the variable's name
 * and contains no credentials.
 */
public final class InvalidMailSetting extends IllegalArgumentException {
    InvalidMailSetting(String variable, String reason) {
        super(variable + " " + reason + ".");
    }
}
