package io.clubroom.web.user;

import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.GetUser;
import io.clubroom.application.user.GetUserStatistics;
import io.clubroom.application.user.ListUsers;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserStatistics;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.Conditional;
import io.clubroom.web.http.ConditionalRead;
import io.clubroom.web.http.DuringEnrollment;
import io.clubroom.web.http.EntityTag;
import io.clubroom.web.http.EventLoops;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.Paged;
import io.clubroom.web.http.Preconditions;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.limit.RequestLimits;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The REST API for users. The use cases decide who may do what; this class only requires a token. */
@Controller(UserController.PATH)
@Tag(name = "Users")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class UserController {
    static final String PATH = "/api/users";

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String TOTAL_COUNT = "X-Total-Count";

    private final CreateUser createUser;
    private final GetUser getUser;
    private final ListUsers listUsers;
    private final GetUserStatistics getUserStatistics;
    private final UpdateUser updateUser;
    private final DeleteUser deleteUser;
    private final AuditLog auditLog;
    private final ErrorResponses errors;
    private final RequestLimits limits;

    UserController(
            CreateUser createUser,
            GetUser getUser,
            ListUsers listUsers,
            GetUserStatistics getUserStatistics,
            UpdateUser updateUser,
            DeleteUser deleteUser,
            AuditLog auditLog,
            ErrorResponses errors,
            RequestLimits limits) {
        this.createUser = createUser;
        this.getUser = getUser;
        this.listUsers = listUsers;
        this.getUserStatistics = getUserStatistics;
        this.updateUser = updateUser;
        this.deleteUser = deleteUser;
        this.auditLog = auditLog;
        this.errors = errors;
        this.limits = limits;
    }

    /**
     * Register a user.
     *
     * <p>Anyone may register as a client or a trainer, unless the server is configured otherwise; only administrators register
     * administrators. A mail to the address lets its owner verify it. With the token of an invitation, the address must be the invited
     * one and counts as verified, and the role is the invitation's.
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            description = "The new user.",
            headers = {@Header(name = "Location", ref = "Location"), @Header(name = "ETag", ref = "ETag")},
            content = @Content(schema = @Schema(implementation = UserBody.class)))
    @Fails({
        ErrorCode.USERNAME_TAKEN,
        ErrorCode.EMAIL_TAKEN,
        ErrorCode.REGISTRATION_CLOSED,
        ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED,
        ErrorCode.INVITATION_INVALID,
        ErrorCode.REAUTHENTICATION_REQUIRED
    })
    @Secured(SecurityRule.IS_ANONYMOUS)
    // Waits for a password hash, so it must not occupy a database thread.
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> createUser(HttpRequest<?> request, Actor actor, @RequestBody(ref = "NewUser") @Body byte[] body) {
        CreateUser.Command command = UserFields.registration(body);
        HttpResponse<?> refused = limits.registration(request, actor);
        if (refused != null) {
            return refused;
        }
        CreateUser.Result result = limits.hashRequester(request, actor).call(() -> createUser.create(actor, command));
        return switch (result) {
            case CreateUser.Result.Created(User user) ->
                show(HttpResponse.created(UserBody.of(user)), user)
                        .header(HttpHeaders.LOCATION, PATH + "/" + user.id());
            case CreateUser.Result.RoleNotAllowed _ ->
                errors.of(request, ErrorCode.FORBIDDEN, "Only an administrator may register an administrator");
            case CreateUser.Result.Taken(TakenNames names) -> errors.taken(request, names);
            case CreateUser.Result.RegistrationClosed _ -> errors.of(request, ErrorCode.REGISTRATION_CLOSED);
            case CreateUser.Result.DomainNotAllowed _ -> errors.of(request, ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED);
            case CreateUser.Result.InvitationInvalid _ -> errors.of(request, ErrorCode.INVITATION_INVALID);
            case CreateUser.Result.InvitedOther _ ->
                errors.invalid(request, List.of(new InvalidValue("email", "must be the address that was invited")));
        };
    }

    /**
     * List users.
     *
     * <p>For administrators. Newest first unless {@code sort} says otherwise.
     */
    @Get
    @Parameter(name = "role", ref = "Role")
    @ListsUsers
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listUsers(HttpRequest<?> request, Actor actor) {
        return list(request, actor, () -> null);
    }

    /**
     * List the users with a role.
     *
     * <p>For administrators. Newest first unless {@code sort} says otherwise.
     */
    @Get("/role/{role}")
    @ListsUsers
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listUsersOfRole(HttpRequest<?> request, Actor actor, @Parameter(ref = "PathRole") String role) {
        return list(request, actor, () -> Role.of(role));
    }

    /**
     * Count users.
     *
     * <p>For administrators.
     */
    @Get("/statistics")
    @ApiResponse(
            responseCode = "200",
            description = "The numbers of users.",
            content = @Content(schema = @Schema(implementation = StatisticsBody.class)))
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> getUserStatistics(HttpRequest<?> request, Actor actor) {
        return switch (getUserStatistics.get(actor)) {
            case GetUserStatistics.Result.Counted(UserStatistics statistics) ->
                json(HttpResponse.ok(StatisticsBody.of(statistics)));
            case GetUserStatistics.Result.NotAllowed _ -> forbidden(request);
        };
    }

    /** Read your own user. */
    @Get("/me")
    @DuringEnrollment
    @ConditionalRead
    @ReturnsUser
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.VERSION_MISMATCH})
    CompletionStage<HttpResponse<?>> getMe(HttpRequest<?> request, Actor actor) {
        return switch (actor) {
            case Actor.SignedIn signedIn -> self(request, actor, signedIn.id());
            case Actor.Anonymous _ ->
                CompletableFuture.completedStage(errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED));
        };
    }

    /**
     * Read a user.
     *
     * <p>For administrators and the user. Anyone else gets 403, whether the user exists or not.
     */
    @Get("/{id}")
    @ConditionalRead
    @ReturnsUser
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.USER_NOT_FOUND, ErrorCode.VERSION_MISMATCH})
    CompletionStage<HttpResponse<?>> getUser(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "UserId") String id) {
        UserId user = UserId.of(id);
        if (!actor.mayChange(user)) {
            return CompletableFuture.completedStage(forbidden(request));
        }
        Preconditions preconditions = Preconditions.of(request);
        return getUser.get(actor, user)
                .thenApplyAsync(
                        result -> switch (result) {
                            case GetUser.Result.Found(User found) -> found(request, preconditions, found);
                            case GetUser.Result.NotAllowed _ -> forbidden(request);
                            case GetUser.Result.NotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
                        },
                        EventLoops.of(request));
    }

    /**
     * Change a user.
     *
     * <p>For administrators and the user; only administrators change {@code role} and {@code active}. A new password ends all sessions of
     * the user; users who set their own password continue with the tokens in the response. If the caller has a second factor, a new
     * password, address or role requires that the caller authenticated within the last ten minutes.
     */
    @Put("/{id}")
    @UpdatesUser
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> updateUser(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "UserId") String id,
            @RequestBody(ref = "UserReplacement") @jakarta.annotation.Nullable @Body byte[] body) {
        return isForeign(actor, id)
                ? forbidden(request)
                : update(request, actor, UserFields.replacement(request, id, body));
    }

    /**
     * Change a user by a merge patch.
     *
     * <p>For administrators and the user; only administrators change {@code role} and {@code active}. A new password ends all sessions of
     * the user; users who set their own password continue with the tokens in the response. If the caller has a second factor, a new
     * password, address or role requires that the caller authenticated within the last ten minutes.
     */
    @Patch("/{id}")
    @UpdatesUser
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> patchUser(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "UserId") String id,
            @RequestBody(ref = "UserPatch") @jakarta.annotation.Nullable @Body byte[] body) {
        return isForeign(actor, id)
                ? forbidden(request)
                : update(request, actor, UserFields.mergePatch(request, id, body));
    }

    /**
     * Delete a user.
     *
     * <p>For administrators. The user's messages remain, shown as those of a deleted user.
     */
    @Delete("/{id}")
    @Conditional
    @ApiResponse(responseCode = "204", description = "The user is deleted.")
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.USER_NOT_FOUND, ErrorCode.VERSION_MISMATCH, ErrorCode.LAST_ADMIN})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> deleteUser(HttpRequest<?> request, Actor actor, @Parameter(ref = "UserId") String id) {
        UserId user = UserId.of(id);
        if (!actor.isAdmin()) {
            return forbidden(request);
        }
        Preconditions preconditions = Preconditions.of(request);
        return switch (deleteUser.delete(actor, user, preconditions::allowChange)) {
            case DeleteUser.Result.Deleted _ -> HttpResponse.noContent();
            case DeleteUser.Result.NotAllowed _ -> forbidden(request);
            case DeleteUser.Result.NotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
            case DeleteUser.Result.VersionMismatch _ -> errors.of(request, ErrorCode.VERSION_MISMATCH);
            case DeleteUser.Result.LastAdmin _ -> errors.of(request, ErrorCode.LAST_ADMIN);
        };
    }

    private CompletionStage<HttpResponse<?>> self(HttpRequest<?> request, Actor actor, UserId id) {
        Preconditions preconditions = Preconditions.of(request);
        return getUser.get(actor, id)
                .thenApplyAsync(
                        result -> switch (result) {
                            case GetUser.Result.Found(User user) -> found(request, preconditions, user);
                            // The user was deleted, and the revocation has not reached this node yet.
                            case GetUser.Result.NotAllowed _, GetUser.Result.NotFound _ ->
                                errors.of(request, ErrorCode.INVALID_TOKEN);
                        },
                        EventLoops.of(request));
    }

    private HttpResponse<?> list(HttpRequest<?> request, Actor actor, Supplier<@Nullable Role> role) {
        if (!actor.isAdmin()) {
            return forbidden(request);
        }
        ListUsers.Query query = UserQuery.of(new QueryParameters(request), role.get());
        return switch (listUsers.list(actor, query)) {
            case ListUsers.Result.Page(List<User> users, Position next, long total) ->
                PageLinks.page(
                                request,
                                users.stream().map(UserBody::of).toList(),
                                next == null ? null : UserCursor.encode(query.order(), next))
                        .header(TOTAL_COUNT, Long.toString(total));
            case ListUsers.Result.NotAllowed _ -> forbidden(request);
        };
    }

    private HttpResponse<?> update(HttpRequest<?> request, Actor actor, UpdateUser.Command command) {
        if (command.change().username() != null || command.change().email() != null) {
            HttpResponse<?> refused = limits.nameChange(request, actor);
            if (refused != null) {
                return refused;
            }
        }
        if (command.newPassword() != null || command.currentPassword() != null) {
            HttpResponse<?> refused = limits.passwordChange(request, actor, command.id());
            if (refused != null) {
                return refused;
            }
        }
        UpdateUser.Result result = limits.hashRequester(request, actor).call(() -> updateUser.update(actor, command));
        return switch (result) {
            case UpdateUser.Result.Updated(User user, OpenedSession session) -> {
                if (command.newPassword() != null) {
                    auditLog.record(request, "Password changed", actor, user.id());
                }
                yield show(HttpResponse.ok(UpdatedUserBody.of(user, session)), user);
            }
            case UpdateUser.Result.NotAllowed _ -> forbidden(request);
            case UpdateUser.Result.PrivilegedFields _ ->
                errors.of(request, ErrorCode.FORBIDDEN, "Only an administrator may change the role or the activity");
            case UpdateUser.Result.NotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
            case UpdateUser.Result.VersionMismatch _ -> errors.of(request, ErrorCode.VERSION_MISMATCH);
            case UpdateUser.Result.Taken(TakenNames names) -> errors.taken(request, names);
            case UpdateUser.Result.LastAdmin _ -> errors.of(request, ErrorCode.LAST_ADMIN);
            case UpdateUser.Result.DomainNotAllowed _ -> errors.of(request, ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED);
            case UpdateUser.Result.CurrentPasswordWrong _ -> errors.of(request, ErrorCode.CURRENT_PASSWORD_WRONG);
        };
    }

    /**
     * Whether the actor may not change the user, so that the response is 403 whatever else is wrong with the request. A malformed id is
     * reported together with the errors of the body.
     */
    private static boolean isForeign(Actor actor, String id) {
        try {
            return !actor.mayChange(UserId.of(id));
        } catch (InvalidValue malformed) {
            return false;
        }
    }

    private HttpResponse<?> found(HttpRequest<?> request, Preconditions preconditions, User user) {
        return switch (preconditions.forReading(user.version())) {
            case FULFILLED -> show(HttpResponse.ok(UserBody.of(user)), user);
            case NOT_MODIFIED -> show(HttpResponse.notModified(), user);
            case FAILED -> errors.of(request, ErrorCode.VERSION_MISMATCH);
        };
    }

    private HttpResponse<?> forbidden(HttpRequest<?> request) {
        return errors.of(request, ErrorCode.FORBIDDEN);
    }

    private static MutableHttpResponse<?> show(MutableHttpResponse<?> response, User user) {
        return json(response)
                .header(HttpHeaders.ETAG, EntityTag.ofVersion(user.version()).toString());
    }

    private static MutableHttpResponse<?> json(MutableHttpResponse<?> response) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    // Shared by several operations in the OpenAPI document

    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @ApiResponse(
            responseCode = "200",
            description = "The user.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(implementation = UserBody.class)))
    @interface ReturnsUser {}

    @Target(ElementType.METHOD)
    @Paged
    @Parameter(name = "active", ref = "Active")
    @Parameter(name = "q", ref = "Q")
    @Parameter(name = "sort", ref = "Sort")
    @ApiResponse(
            responseCode = "200",
            description = "A page of users.",
            headers = {@Header(name = "X-Total-Count", ref = "X-Total-Count"), @Header(name = "Link", ref = "Link")},
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = UserBody.class))))
    @Fails(ErrorCode.INVALID_INPUT)
    @interface ListsUsers {}

    @Target(ElementType.METHOD)
    @Conditional
    @ApiResponse(
            responseCode = "200",
            description =
                    "The user. If it is the caller, with a new password: also new tokens of the caller's session.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(implementation = UpdatedUserBody.class)))
    @Fails({
        ErrorCode.USERNAME_TAKEN,
        ErrorCode.EMAIL_TAKEN,
        ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED,
        ErrorCode.CURRENT_PASSWORD_WRONG,
        ErrorCode.REAUTHENTICATION_REQUIRED,
        ErrorCode.USER_NOT_FOUND,
        ErrorCode.VERSION_MISMATCH,
        ErrorCode.LAST_ADMIN
    })
    @interface UpdatesUser {}
}
