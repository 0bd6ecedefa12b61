package io.clubroom.web.page;

import io.clubroom.application.invitation.DescribeInvitation;
import io.clubroom.application.user.CreateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
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
import java.util.Objects;

/** The page on which invited users register. */
@Controller(InvitationPage.PATH)
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
final class InvitationPage {
    static final String PATH = "/invitation";

    private static final String USERNAME = "username";
    private static final String FULL_NAME = "full_name";
    private static final String PASSWORD = "password";
    private static final String PHONE_NUMBER = "phone_number";

    private final DescribeInvitation describeInvitation;
    private final CreateUser createUser;
    private final RequestLimits limits;
    private final LinkPages links;
    private final Pages pages;

    InvitationPage(
            DescribeInvitation describeInvitation,
            CreateUser createUser,
            RequestLimits limits,
            LinkPages links,
            Pages pages) {
        this.describeInvitation = describeInvitation;
        this.createUser = createUser;
        this.limits = limits;
        this.links = links;
        this.pages = pages;
    }

    @Get
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> showInvitation(HttpRequest<?> request) {
        String token = LinkToken.ofQuery(request);
        return switch (describeInvitation.describe(token)) {
            case DescribeInvitation.Result.Pending(Invitation invitation) ->
                ask(HttpStatus.OK, token, invitation, FormFields.empty());
            case DescribeInvitation.Result.RegistrationClosed _ -> closed();
            case DescribeInvitation.Result.Invalid _ -> invalid();
        };
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    // Waits for a password hash, so it must not occupy a database thread.
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> submitInvitation(HttpRequest<?> request, @jakarta.annotation.Nullable @Body byte[] body) {
        FormFields form = FormFields.parse(body);
        String token = LinkToken.of(form);
        return switch (describeInvitation.describe(token)) {
            case DescribeInvitation.Result.Pending(Invitation invitation) -> register(request, token, invitation, form);
            case DescribeInvitation.Result.RegistrationClosed _ -> closed();
            case DescribeInvitation.Result.Invalid _ -> invalid();
        };
    }

    private HttpResponse<?> register(HttpRequest<?> request, String token, Invitation invitation, FormFields form) {
        Username username = form.required(USERNAME, text -> Username.of(text.strip()));
        FullName fullName = form.required(FULL_NAME, FullName::of);
        Password password = form.required(PASSWORD, Password::of);
        PhoneNumber phoneNumber = form.optional(PHONE_NUMBER, text -> PhoneNumber.of(text.strip()));
        if (!form.isValid()) {
            return ask(HttpStatus.BAD_REQUEST, token, invitation, form);
        }
        CreateUser.Command command = new CreateUser.Command(
                        Objects.requireNonNull(username),
                        invitation.email(),
                        Objects.requireNonNull(password),
                        Objects.requireNonNull(fullName),
                        invitation.role())
                .withPhoneNumber(phoneNumber)
                .withInvitation(token);
        HttpResponse<?> refused = limits.registration(request, Actor.ANONYMOUS);
        if (refused != null) {
            return refused;
        }
        CreateUser.Result result =
                limits.hashRequester(request, Actor.ANONYMOUS).call(() -> createUser.create(Actor.ANONYMOUS, command));
        return switch (result) {
            case CreateUser.Result.Created(User user) ->
                pages.page(
                        HttpStatus.OK,
                        "registered",
                        Map.of("email", user.email().value()));
            case CreateUser.Result.Taken(TakenNames names) -> taken(token, invitation, names, form);
            case CreateUser.Result.RegistrationClosed _ -> closed();
            case CreateUser.Result.InvitationInvalid _,
                    CreateUser.Result.InvitedOther _,
                    CreateUser.Result.RoleNotAllowed _,
                    CreateUser.Result.DomainNotAllowed _ -> invalid();
        };
    }

    private HttpResponse<?> taken(String token, Invitation invitation, TakenNames names, FormFields form) {
        if (names.email()) {
            return pages.form(
                    HttpStatus.BAD_REQUEST,
                    "has-account",
                    Map.of("invited", invitation.email().value()),
                    FormFields.empty(),
                    LinkPages.EMAIL);
        }
        form.addFault(USERNAME, "is taken by somebody else");
        return ask(HttpStatus.BAD_REQUEST, token, invitation, form);
    }

    private HttpResponse<?> ask(HttpStatus status, String token, Invitation invitation, FormFields form) {
        return pages.form(
                status,
                "invitation",
                Map.of("email", invitation.email().value(), "token", token),
                form,
                USERNAME,
                FULL_NAME,
                PASSWORD,
                PHONE_NUMBER);
    }

    private HttpResponse<?> closed() {
        return pages.page(HttpStatus.FORBIDDEN, "registration-closed", Map.of());
    }

    private HttpResponse<?> invalid() {
        return links.invalid("invitation");
    }
}
