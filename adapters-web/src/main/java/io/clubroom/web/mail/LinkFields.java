package io.clubroom.web.mail;

import io.clubroom.application.mail.LinkProof;
import io.clubroom.domain.user.Email;
import io.clubroom.web.http.JsonFields;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses proofs that the sender can read the mails of an address. */
public final class LinkFields {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private LinkFields() {}

    /**
     * Parses a {@code token}, or an {@code email} and a {@code code}; returns null if they are missing or invalid, with the errors
     * recorded.
     */
    static @Nullable LinkProof proof(JsonFields fields) {
        if (!fields.isPresent("token") && fields.isPresent("code")) {
            Email email = fields.required("email", Email::of);
            String code = fields.required("code", LinkFields::withoutWhiteSpace);
            return email == null || code == null ? null : new LinkProof.Code(email, code);
        }
        return token(fields);
    }

    static LinkProof.@Nullable Token token(JsonFields fields) {
        return fields.required("token", text -> new LinkProof.Token(withoutWhiteSpace(text)));
    }

    /** Removes white space, which users copy from mail programs that break long lines. */
    public static String withoutWhiteSpace(String text) {
        return WHITE_SPACE.matcher(text).replaceAll("");
    }
}
