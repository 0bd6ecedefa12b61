package io.clubroom.web.page;

import io.clubroom.application.mail.DescribeLink;
import io.clubroom.application.mail.DisownAccount;
import io.clubroom.application.mail.LinkProof;
import io.clubroom.application.mail.VerifyEmail;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.validation.InvalidValue;
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

/** The page that verifies an address or, if somebody else has used the address, locks that person out of the account. */
@Controller(VerifyEmailPage.PATH)
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
@ExecuteOn(Blocking.DATABASE)
final class VerifyEmailPage {
    static final String PATH = "/verify-email";

    private final DescribeLink describeLink;
    private final VerifyEmail verifyEmail;
    private final DisownAccount disownAccount;
    private final RequestLimits limits;
    private final LinkPages links;
    private final Pages pages;

    VerifyEmailPage(
            DescribeLink describeLink,
            VerifyEmail verifyEmail,
            DisownAccount disownAccount,
            RequestLimits limits,
            LinkPages links,
            Pages pages) {
        this.describeLink = describeLink;
        this.verifyEmail = verifyEmail;
        this.disownAccount = disownAccount;
        this.limits = limits;
        this.links = links;
        this.pages = pages;
    }

    @Get
    HttpResponse<?> showVerification(HttpRequest<?> request) {
        if (!LinkToken.isIn(request)) {
            return links.askForCode(HttpStatus.OK, FormFields.empty(), Purpose.VERIFICATION);
        }
        String token = LinkToken.ofQuery(request);
        return switch (describeLink.describe(LinkToken.proof(token), Purpose.VERIFICATION)) {
            case DescribeLink.Result.Valid(Username username, Email email) ->
                pages.page(
                        HttpStatus.OK,
                        "verify-email",
                        Map.of("username", username.value(), "email", email.value(), "token", token));
            case DescribeLink.Result.Invalid _ -> links.invalid(Purpose.VERIFICATION);
        };
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> submitVerification(HttpRequest<?> request, @jakarta.annotation.Nullable @Body byte[] body) {
        FormFields form = FormFields.parse(body);
        String token = LinkToken.of(form);
        if (token.isEmpty() && LinkPages.asksForMail(form)) {
            return links.requestMail(request, form, Purpose.VERIFICATION);
        }
        HttpResponse<?> refused = limits.guess(request);
        if (refused != null) {
            return refused;
        }
        if (token.isEmpty() && form.has(LinkPages.CODE)) {
            return verifyByCode(form);
        }
        return switch (form.text("action")) {
            case "", "verify" -> verify(token);
            case "disown" -> disown(token);
            default -> throw new InvalidValue("action", "must be verify or disown");
        };
    }

    private HttpResponse<?> verifyByCode(FormFields form) {
        LinkProof proof = LinkPages.code(form);
        if (proof == null) {
            return links.askForCode(HttpStatus.BAD_REQUEST, form, Purpose.VERIFICATION);
        }
        return switch (verifyEmail.verify(proof)) {
            case VerifyEmail.Result.Verified _ -> verified();
            case VerifyEmail.Result.TokenInvalid _ -> links.wrongCode(form, Purpose.VERIFICATION);
        };
    }

    private HttpResponse<?> verified() {
        return pages.page(HttpStatus.OK, "email-verified", Map.of());
    }

    private HttpResponse<?> verify(String token) {
        return switch (verifyEmail.verify(LinkToken.proof(token))) {
            case VerifyEmail.Result.Verified _ -> verified();
            case VerifyEmail.Result.TokenInvalid _ -> links.invalid(Purpose.VERIFICATION);
        };
    }

    private HttpResponse<?> disown(String token) {
        return switch (disownAccount.disown(LinkToken.proof(token))) {
            case DisownAccount.Result.Disowned _ ->
                pages.form(HttpStatus.OK, "account-disowned", Map.of(), FormFields.empty(), LinkPages.EMAIL);
            case DisownAccount.Result.TokenInvalid _ -> links.invalid(Purpose.VERIFICATION);
        };
    }
}
