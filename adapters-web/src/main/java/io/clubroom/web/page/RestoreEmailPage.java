package io.clubroom.web.page;

import io.clubroom.application.mail.DescribeLink;
import io.clubroom.application.mail.RestoreEmail;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Username;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.FormFields;
import io.clubroom.web.limit.RequestLimits;
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

/** The page that undoes a change of an account's address. */
@Controller(RestoreEmailPage.PATH)
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
@ExecuteOn(Blocking.DATABASE)
final class RestoreEmailPage {
    static final String PATH = "/restore-email";

    private final DescribeLink describeLink;
    private final RestoreEmail restoreEmail;
    private final RequestLimits limits;
    private final LinkPages links;
    private final Pages pages;

    RestoreEmailPage(
            DescribeLink describeLink, RestoreEmail restoreEmail, RequestLimits limits, LinkPages links, Pages pages) {
        this.describeLink = describeLink;
        this.restoreEmail = restoreEmail;
        this.limits = limits;
        this.links = links;
        this.pages = pages;
    }

    @Get
    HttpResponse<?> showRestoration(HttpRequest<?> request) {
        String token = LinkToken.ofQuery(request);
        return switch (describeLink.describe(LinkToken.proof(token), Purpose.RESTORE)) {
            case DescribeLink.Result.Valid(Username username, Email email) ->
                pages.page(
                        HttpStatus.OK,
                        "restore-email",
                        Map.of("username", username.value(), "email", email.value(), "token", token));
            case DescribeLink.Result.Invalid _ -> links.invalid(Purpose.RESTORE);
        };
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> submitRestoration(HttpRequest<?> request, @jakarta.annotation.Nullable @Body byte[] body) {
        String token = LinkToken.of(FormFields.parse(body));
        HttpResponse<?> refused = limits.guess(request);
        if (refused != null) {
            return refused;
        }
        return switch (restoreEmail.restore(LinkToken.proof(token))) {
            case RestoreEmail.Result.Restored _ -> pages.page(HttpStatus.OK, "email-restored", Map.of());
            case RestoreEmail.Result.TokenInvalid _ -> links.invalid(Purpose.RESTORE);
        };
    }
}
