package io.clubroom.web.page;

import io.clubroom.application.mail.LinkProof;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.FormFields;
import io.clubroom.web.mail.LinkFields;
import io.clubroom.web.mail.LinkRequester;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shared parts of the pages of links: invalid links, codes instead of links, and the form that requests another mail. */
@Singleton
final class LinkPages {
    static final String EMAIL = "email";

    /** The code in the mail, for users who open the page on another device than the mail. */
    static final String CODE = "code";

    private static final String ACTION = "action";
    private static final String ANOTHER_MAIL = "mail";

    private final Pages pages;
    private final LinkRequester requester;

    LinkPages(Pages pages, LinkRequester requester) {
        this.pages = pages;
        this.requester = requester;
    }

    /** Returns the page for an invalid link. */
    HttpResponse<?> invalid(Purpose purpose) {
        return invalid(purpose.name().toLowerCase(Locale.ROOT));
    }

    /** Returns the page for an invalid link. */
    HttpResponse<?> invalid(String kind) {
        return pages.form(HttpStatus.BAD_REQUEST, "link-invalid", Map.of("kind", kind), FormFields.empty(), EMAIL);
    }

    /** Whether the form, which has no token, requests a mail. */
    static boolean asksForMail(FormFields form) {
        return form.has(EMAIL) && (!form.has(CODE) || form.text(ACTION).equals(ANOTHER_MAIL));
    }

    /** Returns the address in the form; null if it is invalid, with its error recorded. */
    static @Nullable Email email(FormFields form) {
        return form.required(EMAIL, text -> Email.of(text.strip()));
    }

    /** Returns the proof in a form with an address and a code; null if one is invalid, with its error recorded. */
    static @Nullable LinkProof code(FormFields form) {
        Email email = email(form);
        String code = form.required(CODE, LinkPages::code);
        return email == null || code == null ? null : new LinkProof.Code(email, code);
    }

    private static String code(String text) {
        String code = LinkFields.withoutWhiteSpace(text);
        if (code.isEmpty()) {
            throw new InvalidValue(CODE, "must be the six digits in the mail");
        }
        return code;
    }

    /** Returns the page that asks for a code again after a wrong one. */
    HttpResponse<?> wrongCode(FormFields form, Purpose purpose) {
        form.addFault(CODE, "is wrong, was used, or has expired; it is the one in the newest mail that counts");
        return askForCode(HttpStatus.BAD_REQUEST, form, purpose);
    }

    /** Returns the page that asks for an address and a code. */
    HttpResponse<?> askForCode(HttpStatus status, FormFields form, Purpose purpose) {
        return pages.form(status, "code", variables(purpose), form, EMAIL, CODE, ResetPasswordPage.PASSWORD);
    }

    /** Requests a mail to the address in the form. The response is the same for every valid address. */
    HttpResponse<?> requestMail(HttpRequest<?> request, FormFields form, Purpose purpose) {
        Email email = email(form);
        if (email == null) {
            return pages.form(HttpStatus.BAD_REQUEST, "ask-for-mail", Map.of("path", request.getPath()), form, EMAIL);
        }
        requester.request(request, email, purpose);
        return pages.form(
                HttpStatus.ACCEPTED,
                "mail-requested",
                variables(purpose),
                form,
                EMAIL,
                CODE,
                ResetPasswordPage.PASSWORD);
    }

    private static Map<String, Object> variables(Purpose purpose) {
        return Map.of(
                "path",
                purpose == Purpose.RESET ? ResetPasswordPage.PATH : VerifyEmailPage.PATH,
                "resets",
                purpose == Purpose.RESET);
    }
}
