package io.clubroom.mail;

import io.clubroom.domain.mail.MailKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The variables of mail templates, with sample values. */
public final class MailVariables {
    /** Available in all texts and HTML texts. */
    static final String EMAIL = "email";

    /** Available everywhere, like {@link #PUBLIC_URL}. */
    static final String PRODUCT = "product";

    static final String PUBLIC_URL = "public_url";

    /** Variables whose values users choose freely. */
    static final Set<String> NAMES = Set.of("name", "inviter", "factor", "room");

    static final String SAMPLE_EMAIL = "anna.smith@club.example";
    static final String SAMPLE_PUBLIC_URL = "https://club.example";

    private static final String TOKEN = "kJ3v9cXw0m5s1QeT7uYb2LfZr8nHdA4gPiVxO6yKqCw";
    private static final String TIME = "28 November 2026, 18:30 UTC";

    /** Variables that are empty in some mails. */
    private static final Set<String> OPTIONAL = Set.of("rooms", "more");

    private MailVariables() {}

    /**
     * Returns the variables of a kind of mail with sample values, in order, except {@code product}, {@code public_url} and {@code email}.
     */
    public static Map<String, String> samples(MailKind kind) {
        return switch (kind) {
            case VERIFICATION ->
                of("name", "Anna Smith", "link", link("verify-email"), "code", "482916", "hours", "24");
            case PASSWORD_RESET ->
                of("name", "Anna Smith", "link", link("reset-password"), "code", "482916", "minutes", "30");
            case INVITATION ->
                of(
                        "inviter",
                        "Ben Miller",
                        "role",
                        "client",
                        "link",
                        link("invitation"),
                        "days",
                        "7",
                        "rooms",
                        "General, Support");
            case WELCOME -> of("name", "Anna Smith");
            case ANNOUNCEMENT ->
                of(
                        "name",
                        "Anna Smith",
                        "subject",
                        "The club is closed on Monday",
                        "text",
                        "On Monday we repair the heating.\nThe club stays closed.\n\nSee you on Tuesday!",
                        "unsubscribe_link",
                        link("unsubscribe"));
            case PASSWORD_CHANGED, ACCOUNT_DEACTIVATED -> of("name", "Anna Smith", "time", TIME);
            case EMAIL_CHANGED ->
                of(
                        "name",
                        "Anna Smith",
                        "new_email",
                        "anna.smith@new.example",
                        "link",
                        link("restore-email"),
                        "days",
                        "7",
                        "time",
                        TIME);
            case FACTOR_ADDED, FACTOR_REMOVED -> of("name", "Anna Smith", "factor", "Authenticator app", "time", TIME);
            case PASSKEY_ADDED, PASSKEY_REMOVED -> of("name", "Anna Smith", "factor", "Anna's phone", "time", TIME);
            case RECOVERY_CODE_USED -> of("name", "Anna Smith", "left", "7", "time", TIME);
            case UNREAD_MESSAGES ->
                of(
                        "name",
                        "Anna Smith",
                        "room",
                        "Support",
                        "messages",
                        "Ben Miller, " + TIME + ":\n@anna, can you come on Monday?\n\nCarla Jones, " + TIME
                                + ":\n@anna, and on Tuesday?",
                        "more",
                        "3",
                        "unsubscribe_link",
                        link("unsubscribe"));
        };
    }

    /** Returns the samples, with empty values for optional variables. */
    static Map<String, String> shortSamples(MailKind kind) {
        return samples(kind).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, sample -> OPTIONAL.contains(sample.getKey()) ? "" : sample.getValue()));
    }

    private static String link(String page) {
        return SAMPLE_PUBLIC_URL + "/" + page + "?token=" + TOKEN;
    }

    private static Map<String, String> of(String... namesAndSamples) {
        Map<String, String> samples = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSamples.length; i += 2) {
            samples.put(namesAndSamples[i], namesAndSamples[i + 1]);
        }
        return samples;
    }
}
