package io.clubroom.web.page;

import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.Email;
import io.clubroom.web.http.FormFields;
import io.clubroom.web.mail.LinkRequester;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;

/** What the pages of links have in common: invalid links, and the form that asks for another mail. */
@Singleton
final class LinkPages {
    static final String EMAIL = "email";

    private final Pages pages;
    private final LinkRequester requester;

    LinkPages(Pages pages, LinkRequester requester) {
        this.pages = pages;
        this.requester = requester;
    }

    /** The page of a link that is not valid. */
    HttpResponse<?> invalid(Purpose purpose) {
        return invalid(purpose.name().toLowerCase(Locale.ROOT));
    }

    /** The page of a link that is not valid. */
    HttpResponse<?> invalid(String kind) {
        return pages.form(HttpStatus.BAD_REQUEST, "link-invalid", Map.of("kind", kind), FormFields.empty(), EMAIL);
    }

    /** Asks for a mail to the address in the form. The answer is the same for every valid address. */
    HttpResponse<?> requestMail(HttpRequest<?> request, FormFields form, Purpose purpose) {
        Email email = form.required(EMAIL, text -> Email.of(text.strip()));
        if (email == null) {
            return pages.form(HttpStatus.BAD_REQUEST, "ask-for-mail", Map.of("path", request.getPath()), form, EMAIL);
        }
        requester.request(request, email, purpose);
        return pages.page(HttpStatus.ACCEPTED, "mail-requested", Map.of());
    }
}
