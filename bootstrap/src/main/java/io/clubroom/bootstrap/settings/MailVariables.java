package io.clubroom.bootstrap.settings;

import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.mail.InvalidMailSetting;
import io.clubroom.mail.MailFrom;
import io.clubroom.mail.SmtpServer;
import io.clubroom.persistence.EncryptionKeys;
import io.clubroom.web.http.PublicUrlSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads the settings of mails and registration. */
final class MailVariables {
    private static final String PUBLIC_URL = "PUBLIC_URL";

    /** The maximum number of characters of a host name (RFC 1035 §2.3.4). */
    private static final int MAX_HOST = 253;

    private static final int MAX_PORT = 65_535;
    private static final String DOMAINS = "REGISTRATION_EMAIL_DOMAINS";

    private enum EmailVerification {
        OPTIONAL,
        REQUIRED
    }

    private MailVariables() {}

    static PublicUrlSettings publicUrl(Variables variables) {
        return new PublicUrlSettings(variables.webAddress(PUBLIC_URL).map(url -> {
            if (!Set.of("", "/").contains(url.getRawPath())
                    || url.getRawQuery() != null
                    || url.getPort() == 0
                    || url.getPort() > MAX_PORT) {
                throw new InvalidSetting(
                        PUBLIC_URL, "must be a scheme, a host and a port only, such as https://club.example.com");
            }
            if (url.getHost().length() > MAX_HOST) {
                throw new InvalidSetting(PUBLIC_URL, "must have a host of at most " + MAX_HOST + " characters");
            }
            return URI.create(url.getScheme() + "://" + url.getRawAuthority());
        }));
    }

    static MailSettings mail(Variables variables, PublicUrlSettings publicUrl, Path dataDir) {
        String host = publicUrl.url().map(URI::getHost).orElse("localhost");
        return explained(() -> new MailSettings(
                variables.text("SMTP_URL").map(SmtpServer::parse),
                dataDir.resolve("mail"),
                variables.text("MAIL_FROM").map(MailFrom::parse).orElseGet(() -> MailFrom.noReplyAt(host)),
                variables.text("MAIL_TEMPLATES").map(_ -> variables.path("MAIL_TEMPLATES", ""))));
    }

    /** @param firstAdmin who need not verify the address */
    static RegistrationPolicy registration(Variables variables, Email firstAdmin) {
        return new RegistrationPolicy(
                variables.choice("REGISTRATION", RegistrationPolicy.Mode.OPEN),
                variables.list(DOMAINS).stream().map(MailVariables::domain).collect(Collectors.toSet()),
                variables.choice("EMAIL_VERIFICATION", EmailVerification.OPTIONAL) == EmailVerification.REQUIRED,
                Optional.of(firstAdmin));
    }

    static Settings.Encryption encryption(Variables variables) {
        return new Settings.Encryption(
                variables.text("ENCRYPTION_KEY").map(text -> key("ENCRYPTION_KEY", text)),
                variables.text("ENCRYPTION_KEY_PREVIOUS").map(text -> key("ENCRYPTION_KEY_PREVIOUS", text)));
    }

    private static String domain(String text) {
        String domain = text.toLowerCase(Locale.ROOT);
        try {
            Email.of("somebody@" + domain);
        } catch (InvalidValue notADomain) {
            throw new InvalidSetting(DOMAINS, "must be domains such as example.com, separated by commas");
        }
        return domain;
    }

    private static byte[] key(String variable, String text) {
        return EncryptionKeys.parse(text)
                .orElseThrow(
                        () -> new InvalidSetting(variable, "must be the base64 of " + EncryptionKeys.BYTES + " bytes"));
    }

    private static <T> T explained(Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidMailSetting invalid) {
            throw new InvalidSetting(String.valueOf(invalid.getMessage()), invalid);
        }
    }
}
