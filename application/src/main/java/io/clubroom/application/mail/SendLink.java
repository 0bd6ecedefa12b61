package io.clubroom.application.mail;

import io.clubroom.domain.PublicUrl;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Sends a link, and a code for people who read mail on another device, that prove that their holder can read the mails to an address. */
public final class SendLink {
    private final AccountLinks links;
    private final SendMail sendMail;
    private final LinkCodes codes;
    private final InstantSource clock;
    private final Supplier<String> secrets;
    private final PublicUrl publicUrl;

    /** @param secrets generates random secrets of at least 256 bits in base64url */
    public SendLink(
            AccountLinks links,
            SendMail sendMail,
            LinkCodes codes,
            InstantSource clock,
            Supplier<String> secrets,
            PublicUrl publicUrl) {
        this.links = links;
        this.sendMail = sendMail;
        this.codes = codes;
        this.clock = clock;
        this.secrets = secrets;
        this.publicUrl = publicUrl;
    }

    /**
     * Sends the link in the current transaction.
     *
     * @param to the address to which the mail is sent; for a {@link Purpose#RESTORE} link, the user's previous one
     */
    public void send(User user, Purpose purpose, Email to) {
        Instant now = clock.instant();
        String token = secrets.get();
        Map<String, String> variables = new HashMap<>();
        variables.put("name", user.fullName().value());
        SecretHash code = null;
        MailKind kind;
        switch (purpose) {
            case VERIFICATION -> {
                kind = MailKind.VERIFICATION;
                code = addCode(variables, user, purpose);
                variables.put("link", link("/verify-email", token));
                variables.put("hours", String.valueOf(purpose.lifetime().toHours()));
            }
            case RESET -> {
                kind = MailKind.PASSWORD_RESET;
                code = addCode(variables, user, purpose);
                variables.put("link", link("/reset-password", token));
                variables.put("minutes", String.valueOf(purpose.lifetime().toMinutes()));
            }
            case RESTORE -> {
                kind = MailKind.EMAIL_CHANGED;
                variables.put("new_email", user.email().value());
                variables.put("link", link("/restore-email", token));
                variables.put("days", String.valueOf(purpose.lifetime().toDays()));
                variables.put("time", MailTimes.text(now));
            }
            default -> throw new AssertionError(purpose);
        }
        Instant expiresAt = now.plus(purpose.lifetime());
        links.add(new AccountLink(SecretHash.of(token), purpose, user.id(), to, code, 0, now, expiresAt));
        sendMail.send(kind, to, variables, expiresAt);
    }

    private SecretHash addCode(Map<String, String> variables, User user, Purpose purpose) {
        String code = codes.next();
        variables.put("code", code);
        return codes.hash(purpose, user.id(), code);
    }

    private String link(String path, String token) {
        return publicUrl.get() + path + "?token=" + token;
    }
}
