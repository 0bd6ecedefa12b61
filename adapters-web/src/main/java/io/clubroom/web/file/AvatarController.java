package io.clubroom.web.file;

import io.clubroom.application.file.OpenAvatar;
import io.clubroom.application.file.RemoveAvatar;
import io.clubroom.application.file.SetAvatar;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.connection.BodyStream;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.ConditionalRead;
import io.clubroom.web.http.EntityTag;
import io.clubroom.web.http.Preconditions;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.user.UserBody;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The REST API for pictures of users. */
@Controller("/api/users/{id}/avatar")
@Tag(name = "Users")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Produces(io.micronaut.http.MediaType.ALL)
final class AvatarController {
    private static final int DEFAULT_SIZE = 256;

    /** RFC 9111 §5.2: clients may cache the picture, but must revalidate it each time, because it may change. */
    private static final String CACHE_CONTROL = "private, no-cache";

    private final SetAvatar setAvatar;
    private final RemoveAvatar removeAvatar;
    private final OpenAvatar openAvatar;
    private final ErrorResponses errors;

    AvatarController(SetAvatar setAvatar, RemoveAvatar removeAvatar, OpenAvatar openAvatar, ErrorResponses errors) {
        this.setAvatar = setAvatar;
        this.removeAvatar = removeAvatar;
        this.openAvatar = openAvatar;
        this.errors = errors;
    }

    /**
     * Set a user's picture.
     *
     * <p>For yourself, or for anyone as an administrator. A JPEG, PNG, GIF or WebP of at most 10 MiB, as the body or in the field
     * {@code file} of a form. The server re-encodes it: upright, without metadata.
     */
    @Put
    @Consumes(io.micronaut.http.MediaType.ALL)
    @RequestBody(ref = "NewAvatar")
    @ApiResponse(
            responseCode = "200",
            description = "The user.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = UserBody.class)))
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.INVALID_IMAGE,
        ErrorCode.IMAGE_TOO_LARGE,
        ErrorCode.USER_NOT_FOUND,
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.STORAGE_FULL
    })
    @ExecuteOn(Blocking.FILES)
    HttpResponse<?> setAvatar(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "UserId") String id,
            @Parameter(hidden = true) BodyStream body)
            throws IOException {
        UserId user = UserId.of(id);
        return SignedIn.with(actor, errors, request, signedIn -> {
            if (!isForm(request)) {
                return body.read(() -> set(request, signedIn, user, body));
            }
            try (FormFile file = FormFile.open(request, body, "file")) {
                return body.read(() -> set(request, signedIn, user, file));
            }
        });
    }

    /**
     * Remove a user's picture.
     *
     * <p>For yourself, or for anyone as an administrator.
     */
    @Delete
    @ApiResponse(responseCode = "204", description = "The user has no picture.")
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.USER_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> removeAvatar(HttpRequest<?> request, Actor actor, @Parameter(ref = "UserId") String id) {
        UserId user = UserId.of(id);
        return SignedIn.with(actor, errors, request, signedIn -> switch (removeAvatar.remove(signedIn, user)) {
            case RemoveAvatar.Result.Removed _ -> HttpResponse.noContent();
            case RemoveAvatar.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case RemoveAvatar.Result.NotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
        });
    }

    /**
     * Read a user's picture.
     *
     * <p>A square JPEG, cropped from the middle of the picture. The query of `avatar_url` is ignored.
     */
    @Get
    @ConditionalRead
    @Parameter(name = "size", ref = "AvatarSize")
    @ApiResponse(
            responseCode = "200",
            description = "The picture.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = "string", format = "binary")))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.AVATAR_NOT_FOUND, ErrorCode.VERSION_MISMATCH, ErrorCode.STORE_UNAVAILABLE
    })
    @ExecuteOn(Blocking.FILES)
    HttpResponse<?> getAvatar(HttpRequest<?> request, Actor actor, @Parameter(ref = "UserId") String id) {
        UserId user = UserId.of(id);
        QueryParameters parameters = new QueryParameters(request);
        Integer size = parameters.optional("size", AvatarController::size);
        parameters.throwIfInvalid();
        Preconditions preconditions = Preconditions.of(request);
        return SignedIn.with(actor, errors, request, signedIn -> switch (openAvatar.open(
                signedIn, user, size == null ? DEFAULT_SIZE : size)) {
            case OpenAvatar.Result.Opened(ContentId content, ContentStore.Content bytes) ->
                send(request, preconditions, new EntityTag(false, content.toString()), bytes);
            case OpenAvatar.Result.NotFound _ -> errors.of(request, ErrorCode.AVATAR_NOT_FOUND);
        });
    }

    private HttpResponse<?> set(HttpRequest<?> request, Actor.SignedIn actor, UserId id, InputStream body) {
        return switch (setAvatar.set(actor, id, body)) {
            case SetAvatar.Result.Set(User user) ->
                HttpResponse.ok(UserBody.of(user))
                        .contentType(io.micronaut.http.MediaType.APPLICATION_JSON_TYPE)
                        .header(
                                HttpHeaders.ETAG,
                                EntityTag.ofVersion(user.version()).toString());
            case SetAvatar.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case SetAvatar.Result.NotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
            case SetAvatar.Result.TooLarge _ -> errors.of(request, ErrorCode.PAYLOAD_TOO_LARGE);
            case SetAvatar.Result.NoPicture(MediaType type) -> FileController.unaccepted(request, errors, type);
        };
    }

    private HttpResponse<?> send(
            HttpRequest<?> request, Preconditions preconditions, EntityTag tag, ContentStore.Content content) {
        MutableHttpResponse<?> response = switch (preconditions.forReading(tag)) {
            case FULFILLED -> HttpResponse.ok(bytes(content)).contentType(io.micronaut.http.MediaType.IMAGE_JPEG_TYPE);
            case NOT_MODIFIED -> HttpResponse.notModified();
            case FAILED -> null;
        };
        return response == null
                ? errors.of(request, ErrorCode.VERSION_MISMATCH)
                : response.header(HttpHeaders.ETAG, tag.toString()).header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
    }

    /** Reads the whole picture, which is small because the server has re-encoded it. */
    private static byte[] bytes(ContentStore.Content content) {
        try (InputStream bytes = content.read(0, content.size())) {
            return bytes.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isForm(HttpRequest<?> request) {
        return request.getContentType()
                .filter(type -> type.getName().equals(io.micronaut.http.MediaType.MULTIPART_FORM_DATA))
                .isPresent();
    }

    private static Integer size(String text) {
        for (Integer size : SetAvatar.SIZES) {
            if (text.equals(size.toString())) {
                return size;
            }
        }
        throw new InvalidValue("size", "must be 64, 256 or 512");
    }
}
