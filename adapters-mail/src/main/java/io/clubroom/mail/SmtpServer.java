package io.clubroom.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address and credentials of a mail server.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param user the user name; null to send without authentication
 * @param password the password; null if and only if {@code user} is null
 */
public record SmtpServer(
        String host,
        int port,
        Encryption encryption,
        @Nullable String user,
        @Nullable String password) {
    /** How the connection is encrypted. */
    public enum Encryption {
        /** Implicit TLS (RFC 8314 §3.3). */
        IMPLICIT,
        /** STARTTLS (RFC 3207); if the server does not offer it, no mail is sent. */
        STARTTLS,
        /** STARTTLS if the server offers it, otherwise no encryption. */
        STARTTLS_IF_OFFERED,
        NEVER
    }

    private static final String VARIABLE = "SMTP_URL";
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    /** Accepts no bare {@code @} after the login, which might be part of an unencoded password. */
    private static final Pattern FORM = Pattern.compile("(?<scheme>(?i:smtps?))://(?:(?<login>[^/?#@]*)@)?"
            + "(?:(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)|\\[(?<ipv6>[0-9A-Fa-f:.]+)])"
            + "(?::(?<port>[^/?#@]*))?/?(?:\\?(?<query>[^#@]*))?");

    private static final Map<String, Encryption> STARTTLS_MODES = Map.of(
            "required", Encryption.STARTTLS,
            "optional", Encryption.STARTTLS_IF_OFFERED,
            "never", Encryption.NEVER);

    private static final Pattern BROKEN_ENCODING = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /**
     * Parses {@code smtp://user:password@host:port?starttls=required} or {@code smtps://user:password@host:port}, with special characters
     * in user and password percent-encoded. The port is 587 or 465 unless given.
     *
     * @throws InvalidMailSetting if the text is not such a URL
     */
    public static SmtpServer parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw invalid("must have the form smtp://user:password@host:587 or smtps://user:password@host:465, "
                    + "with the special characters in user and password percent-encoded");
        }
        boolean implicit = form.group("scheme").length() == "smtps".length();
        Encryption encryption = encryption(form.group("query"), implicit);
        String login = form.group("login");
        String host = Objects.requireNonNullElse(form.group("name"), form.group("ipv6"));
        int port = port(form.group("port"), implicit ? SUBMISSIONS : SUBMISSION);
        if (login == null) {
            return new SmtpServer(host, port, encryption, null, null);
        }
        int colon = login.indexOf(':');
        if (colon < 1 || colon == login.length() - 1) {
            throw invalid("must have both a user and a password, or neither");
        }
        return new SmtpServer(
                host, port, encryption, decode(login.substring(0, colon)), decode(login.substring(colon + 1)));
    }

    /** {@code host:port}, for messages. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return (encryption == Encryption.IMPLICIT ? "smtps://" : "smtp://") + address();
    }

    private static Encryption encryption(@Nullable String query, boolean implicit) {
        if (query == null || query.isEmpty()) {
            return implicit ? Encryption.IMPLICIT : Encryption.STARTTLS;
        }
        if (!query.startsWith("starttls=") || query.contains("&")) {
            throw invalid("has an unknown parameter: the only one is starttls");
        }
        if (implicit) {
            throw invalid("has a parameter starttls, but an smtps:// connection is encrypted from the start");
        }
        Encryption mode = STARTTLS_MODES.get(query.substring("starttls=".length()));
        if (mode == null) {
            throw invalid("has an unknown starttls: it must be required, optional or never");
        }
        return mode;
    }

    private static int port(@Nullable String text, int otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw invalid("has a port that is not a number from 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    /** Undoes the percent-encoding; a plus stays a plus (RFC 3986 §2.1). */
    private static String decode(String text) {
        if (!BROKEN_ENCODING.matcher(text).find()) {
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
            // NUL separates the parts of AUTH PLAIN (RFC 4616 §2).
            if (decoded.indexOf('\uFFFD') < 0 && decoded.indexOf('\0') < 0) {
                return decoded;
            }
        }
        throw invalid("has a user or password that is not percent-encoded UTF-8");
    }

    private static InvalidMailSetting invalid(String reason) {
        return new InvalidMailSetting(VARIABLE, reason);
    }
}
