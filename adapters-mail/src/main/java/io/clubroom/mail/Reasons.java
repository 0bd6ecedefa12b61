package io.clubroom.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clubroom.domain.mail.OutgoingMail;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Formats the reason why a mail was not sent, for administrators: one short line without secrets, even if the server quotes some. */
final class Reasons {
    /** The longest reason, in UTF-16 code units. */
    static final int MAX_LENGTH = 200;

    /** The minimum length of a secret; shorter values, such as numbers of days, are not confidential. */
    private static final int MIN_SECRET = 6;

    /** In multiline replies, each line begins with the code (RFC 5321 §4.2.1). */
    private static final Pattern NEXT_LINE = Pattern.compile("\r?\n(?:[0-9]{3}[ -])?");

    private static final Pattern TOKEN = Pattern.compile("token=");

    private final List<String> secrets;

    Reasons(SmtpServer server, OutgoingMail mail) {
        secrets = Stream.concat(
                        credentials(server.user(), server.password()),
                        mail.variables().values().stream().flatMap(Reasons::parts))
                .filter(secret -> secret.length() >= MIN_SECRET)
                // The longest first, because a link contains its token.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Formats a reply of the server, or a message. */
    String of(String text) {
        String safe = NEXT_LINE.matcher(text).replaceAll(" ");
        for (String secret : secrets) {
            safe = safe.replace(secret, "…");
        }
        return clean(safe);
    }

    static String clean(String text) {
        String line = PebbleTemplates.oneLine(text);
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1) + "…";
    }

    /** Returns the message of the root cause. */
    static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    private static Stream<String> credentials(@Nullable String user, @Nullable String password) {
        if (user == null || password == null) {
            return Stream.empty();
        }
        return Stream.of(password, base64(password), base64(user), base64("\0" + user + "\0" + password));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** Returns the lines of a value, and the token of a link. */
    private static Stream<String> parts(String value) {
        return Stream.concat(value.lines(), TOKEN.splitAsStream(value).skip(1));
    }
}
