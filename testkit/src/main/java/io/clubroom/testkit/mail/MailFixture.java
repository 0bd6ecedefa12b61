package io.clubroom.testkit.mail;

import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds mails for tests. */
public final class MailFixture {
    /** The default creation time. */
    public static final Instant CREATED_AT = Instant.parse("2025-03-06T22:05:39.123456Z");

    private final MailId id = new MailId(UUID.randomUUID());
    private MailKind kind = MailKind.WELCOME;
    private Email to = new Email("John@Example.com");
    private Instant createdAt = CREATED_AT;
    private @Nullable Instant expiresAt;

    private MailFixture() {}

    /** A mail that does not expire. */
    public static MailFixture mail() {
        return new MailFixture();
    }

    public MailFixture kind(MailKind kind) {
        this.kind = kind;
        return this;
    }

    /** Not validated. */
    public MailFixture to(String address) {
        this.to = new Email(address);
        return this;
    }

    public MailFixture createdAt(Instant createdAt) {
        this.createdAt = createdAt;
        return this;
    }

    public MailFixture expiresAt(Instant expiresAt) {
        this.expiresAt = expiresAt;
        return this;
    }

    public OutgoingMail build() {
        Map<String, String> variables = Map.of(
                "name", "Zoë 木村 = #O'Neil\\",
                "link", "https://club.example.com/x?token=" + id,
                "text", " two\nlines\uD800 ",
                "empty", "");
        return new OutgoingMail(id, kind, to, "Grüße: " + kind.text(), variables, createdAt, expiresAt);
    }
}
