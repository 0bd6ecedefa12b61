package io.clubroom.web.page;

import io.clubroom.application.mail.DescribeLink;
import io.clubroom.application.mail.LinkProof;
import io.clubroom.application.mail.ResetPassword;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.password.Password;
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
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;

/** The page that sets a new password. */
@Controller(ResetPasswordPage.PATH)
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
final class ResetPasswordPage {
    static final String PATH = "/reset-password";

    static final String PASSWORD = "password";

    private final DescribeLink describeLink;
    private final ResetPassword resetPassword;
    private final RequestLimits limits;
    private final LinkPages links;
    private final Pages pages;

    ResetPasswordPage(
            DescribeLink describeLink,
            ResetPassword resetPassword,
            RequestLimits limits,
            LinkPages links,
            Pages pages) {
        this.describeLink = describeLink;
        this.resetPassword = resetPassword;
        this.limits = limits;
        this.links = links;
        this.pages = pages;
    }

    @Get
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> showReset(HttpRequest<?> request) {
        if (!LinkToken.isIn(request)) {
            return links.askForCode(HttpStatus.OK, FormFields.empty(), Purpose.RESET);
        }
        return ask(HttpStatus.OK, LinkToken.ofQuery(request), FormFields.empty());
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    // Waits for a password hash, so it must not occupy a database thread.
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> submitReset(HttpRequest<?> request, @jakarta.annotation.Nullable @Body byte[] body) {
        FormFields form = FormFields.parse(body);
        String token = LinkToken.of(form);
        if (token.isEmpty() && LinkPages.asksForMail(form)) {
            return links.requestMail(request, form, Purpose.RESET);
        }
        HttpResponse<?> refused = limits.guess(request);
        if (refused != null) {
            return refused;
        }
        boolean byCode = token.isEmpty() && form.has(LinkPages.CODE);
        LinkProof proof = byCode ? LinkPages.code(form) : LinkToken.proof(token);
        Password password = form.required(PASSWORD, Password::of);
        if (proof == null || password == null) {
            return byCode
                    ? links.askForCode(HttpStatus.BAD_REQUEST, form, Purpose.RESET)
                    : ask(HttpStatus.BAD_REQUEST, token, form);
        }
        ResetPassword.Result result =
                limits.hashRequester(request, Actor.ANONYMOUS).call(() -> resetPassword.reset(proof, password));
        return switch (result) {
            case ResetPassword.Result.Reset _ -> pages.page(HttpStatus.OK, "password-reset", Map.of());
            case ResetPassword.Result.TokenInvalid _ ->
                byCode ? links.wrongCode(form, Purpose.RESET) : links.invalid(Purpose.RESET);
        };
    }

    private HttpResponse<?> ask(HttpStatus status, String token, FormFields form) {
        return switch (describeLink.describe(LinkToken.proof(token), Purpose.RESET)) {
            case DescribeLink.Result.Valid(Username username, Email email) ->
                pages.form(
                        status,
                        "reset-password",
                        Map.of("username", username.value(), "email", email.value(), "token", token),
                        form,
                        PASSWORD);
            case DescribeLink.Result.Invalid _ -> links.invalid(Purpose.RESET);
        };
    }
}
