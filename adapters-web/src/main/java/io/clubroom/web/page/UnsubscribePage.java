package io.clubroom.web.page;

import io.clubroom.application.mail.DescribeUnsubscription;
import io.clubroom.application.mail.Subscription;
import io.clubroom.application.mail.Unsubscribe;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.FormFields;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;

/**
 * The page that turns off announcements or notices of unread messages, which is also the address for one-click unsubscription. Mail
 * programs send {@code List-Unsubscribe=One-Click}, as {@code multipart/form-data} or urlencoded, to the address of the link with its token
 * (RFC 8058 §3.2).
 */
@Controller(UnsubscribePage.PATH)
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
@ExecuteOn(Blocking.DATABASE)
final class UnsubscribePage {
    static final String PATH = "/unsubscribe";

    private final DescribeUnsubscription describeUnsubscription;
    private final Unsubscribe unsubscribe;
    private final LinkPages links;
    private final Pages pages;

    UnsubscribePage(
            DescribeUnsubscription describeUnsubscription, Unsubscribe unsubscribe, LinkPages links, Pages pages) {
        this.describeUnsubscription = describeUnsubscription;
        this.unsubscribe = unsubscribe;
        this.links = links;
        this.pages = pages;
    }

    @Get
    HttpResponse<?> showUnsubscription(HttpRequest<?> request) {
        String token = LinkToken.ofQuery(request);
        return switch (describeUnsubscription.describe(token)) {
            case DescribeUnsubscription.Result.Valid(Subscription subscription) ->
                pages.page(HttpStatus.OK, "unsubscribe", Map.of("token", token, "kind", kind(subscription)));
            case DescribeUnsubscription.Result.Invalid _ -> invalid();
        };
    }

    @Post
    @Consumes({MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    HttpResponse<?> submitUnsubscription(HttpRequest<?> request, @jakarta.annotation.Nullable @Body byte[] body) {
        String token = LinkToken.ofQuery(request);
        // With a token in the address, the body of a mail program adds no information.
        return switch (unsubscribe.unsubscribe(token.isEmpty() ? LinkToken.of(FormFields.parse(body)) : token)) {
            case Unsubscribe.Result.Unsubscribed(Subscription subscription) ->
                pages.page(HttpStatus.OK, "unsubscribed", Map.of("kind", kind(subscription)));
            case Unsubscribe.Result.TokenInvalid _ -> invalid();
        };
    }

    /** Returns the name that the page templates use. */
    private static String kind(Subscription subscription) {
        return switch (subscription) {
            case ANNOUNCEMENTS -> "announcements";
            case UNREAD_MESSAGES -> "messages";
        };
    }

    private HttpResponse<?> invalid() {
        return links.invalid("unsubscribe");
    }
}
