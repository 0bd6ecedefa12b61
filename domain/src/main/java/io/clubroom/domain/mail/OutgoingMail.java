package io.clubroom.domain.mail;

import io.clubroom.domain.user.Email;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail that is to be sent.
 *
 * @param subject the finished subject, one line
 * @param variables the values of the variables in the template of the kind, such as the link; secret
 * @param expiresAt when the mail becomes obsolete, for example because its link expires; it is not sent later. Null if it does not
 */
public record OutgoingMail(
        MailId id,
        MailKind kind,
        Email to,
        String subject,
        Map<String, String> variables,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    public OutgoingMail {
        variables = Map.copyOf(variables);
    }

    @Override
    public String toString() {
        return "OutgoingMail[id=" + id + ", kind=" + kind.text() + "]";
    }
}
