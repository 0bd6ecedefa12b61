package io.clubroom.web.page;

import io.clubroom.application.mail.LinkProof;
import io.clubroom.web.http.FormFields;
import io.clubroom.web.mail.LinkFields;
import io.micronaut.http.HttpRequest;
import java.util.List;

/**
 * The token of a link. The forms need no CSRF protection: only the token in the form authorizes the request, no cookies are read, and
 * another site cannot send the request without knowing the token.
 */
final class LinkToken {
    static final String FIELD = "token";

    private LinkToken() {}

    /** Whether the address of a page has a token, even an empty one. */
    static boolean isIn(HttpRequest<?> request) {
        return request.getParameters().contains(FIELD);
    }

    /** Returns the token in the address of a page; empty unless there is exactly one. */
    static String ofQuery(HttpRequest<?> request) {
        List<String> given = request.getParameters().getAll(FIELD);
        return given.size() == 1 ? LinkFields.withoutWhiteSpace(given.getFirst()) : "";
    }

    /** Returns the token in a form; empty if there is none. */
    static String of(FormFields form) {
        return LinkFields.withoutWhiteSpace(form.text(FIELD));
    }

    static LinkProof.Token proof(String token) {
        return new LinkProof.Token(token);
    }
}
