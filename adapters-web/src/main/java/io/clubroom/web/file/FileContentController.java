package io.clubroom.web.file;

import io.clubroom.application.file.FindFile;
import io.clubroom.application.file.MakeThumbnail;
import io.clubroom.application.file.OpenFile;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Pictures;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.connection.SentFile;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.ConditionalRead;
import io.clubroom.web.http.EntityTag;
import io.clubroom.web.http.Preconditions;
import io.clubroom.web.http.QueryParameters;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The REST API for the contents of files. */
@Controller(FileController.PATH)
@Tag(name = "Files")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Produces(MediaType.ALL)
final class FileContentController {
    private static final int DEFAULT_SIZE = 256;
    private static final Set<Integer> SIZES = Set.of(64, DEFAULT_SIZE, 1024);

    /** RFC 9111 §5.2: clients may cache the file, but must revalidate it each time, because access may be revoked. */
    private static final String CACHE_CONTROL = "private, no-cache";

    /** If a browser displays the file, disables scripts and isolates it from the origin of the API. */
    private static final String SECURITY_POLICY = "sandbox; default-src 'none'";

    private final FindFile findFile;
    private final OpenFile openFile;
    private final MakeThumbnail makeThumbnail;
    private final ErrorResponses errors;

    FileContentController(FindFile findFile, OpenFile openFile, MakeThumbnail makeThumbnail, ErrorResponses errors) {
        this.findFile = findFile;
        this.openFile = openFile;
        this.makeThumbnail = makeThumbnail;
        this.errors = errors;
    }

    /**
     * Read a file.
     *
     * <p>For its owner, for administrators, and for everyone who may read the message to which it is attached. Browsers display audio,
     * video and PDF, and save everything else.
     */
    @Get("/{id}")
    @ConditionalRead
    @Parameter(name = "Range", ref = "Range")
    @Parameter(name = "If-Range", ref = "IfRange")
    @ApiResponse(
            responseCode = "200",
            description = "The bytes of the file, of its media type.",
            headers = {
                @Header(name = "ETag", ref = "ETag"),
                @Header(name = "Content-Disposition", ref = "Content-Disposition"),
                @Header(name = "Accept-Ranges", ref = "Accept-Ranges")
            },
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(
            responseCode = "206",
            description = "The bytes that `Range` asks for.",
            headers = {
                @Header(name = "ETag", ref = "ETag"),
                @Header(name = "Content-Range", ref = "Content-Range"),
                @Header(name = "Content-Disposition", ref = "Content-Disposition"),
                @Header(name = "Accept-Ranges", ref = "Accept-Ranges")
            },
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.FILE_NOT_FOUND,
        ErrorCode.VERSION_MISMATCH,
        ErrorCode.RANGE_NOT_SATISFIABLE,
        ErrorCode.STORE_UNAVAILABLE
    })
    @ExecuteOn(Blocking.FILES)
    HttpResponse<?> getFile(HttpRequest<?> request, Actor actor, @Parameter(ref = "FileId") String id) {
        FileId file = FileId.of(id);
        Preconditions preconditions = Preconditions.of(request);
        return SignedIn.with(actor, errors, request, signedIn -> switch (openFile.open(signedIn, file)) {
            case OpenFile.Result.Opened(StoredFile found, ContentStore.Content content) ->
                send(request, preconditions, found, content);
            case OpenFile.Result.NotFound _ -> errors.of(request, ErrorCode.FILE_NOT_FOUND);
        });
    }

    /**
     * Read a thumbnail.
     *
     * <p>A JPEG or WebP that fits into a square, without the picture's metadata.
     */
    @Get("/{id}/thumbnail")
    @ConditionalRead
    @Parameter(name = "size", ref = "ThumbnailSize")
    @ApiResponse(
            responseCode = "200",
            description = "The thumbnail.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = {
                @Content(mediaType = "image/jpeg", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/webp", schema = @Schema(type = "string", format = "binary"))
            })
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.INVALID_IMAGE,
        ErrorCode.IMAGE_TOO_LARGE,
        ErrorCode.FILE_NOT_FOUND,
        ErrorCode.VERSION_MISMATCH,
        ErrorCode.STORE_UNAVAILABLE
    })
    @ExecuteOn(Blocking.FILES)
    HttpResponse<?> getThumbnail(HttpRequest<?> request, Actor actor, @Parameter(ref = "FileId") String id) {
        FileId file = FileId.of(id);
        QueryParameters parameters = new QueryParameters(request);
        Integer asked = parameters.optional("size", FileContentController::size);
        parameters.throwIfInvalid();
        int size = asked == null ? DEFAULT_SIZE : asked;
        Preconditions preconditions = Preconditions.of(request);
        return SignedIn.with(actor, errors, request, signedIn -> {
            MutableHttpResponse<?> refused = refuse(request, preconditions, signedIn, file, size);
            return refused == null ? thumbnail(request, signedIn, file, size) : refused;
        });
    }

    /** Returns an early response if the client already has the thumbnail, which then need not be made; null otherwise. */
    private @Nullable MutableHttpResponse<?> refuse(
            HttpRequest<?> request, Preconditions preconditions, Actor.SignedIn actor, FileId id, int size) {
        return preconditions.isEmpty()
                        || !(findFile.find(actor, id) instanceof FindFile.Result.Found(StoredFile file))
                        || !file.type().isPicture()
                ? null
                : refuse(request, preconditions, tag(file, size));
    }

    private HttpResponse<?> thumbnail(HttpRequest<?> request, Actor.SignedIn actor, FileId id, int size) {
        return switch (makeThumbnail.make(actor, id, size)) {
            case MakeThumbnail.Result.Made(StoredFile file, Pictures.Picture thumbnail) ->
                safe(HttpResponse.ok(thumbnail.bytes()), tag(file, size))
                        .contentType(thumbnail.type().value())
                        .header(HttpHeaders.CONTENT_DISPOSITION, "inline");
            case MakeThumbnail.Result.NotFound _ -> errors.of(request, ErrorCode.FILE_NOT_FOUND);
        };
    }

    private static EntityTag tag(StoredFile file, int size) {
        return new EntityTag(false, file.sha256() + "-" + size);
    }

    private HttpResponse<?> send(
            HttpRequest<?> request, Preconditions preconditions, StoredFile file, ContentStore.Content content) {
        EntityTag tag = new EntityTag(false, file.sha256().hex());
        MutableHttpResponse<?> refused = refuse(request, preconditions, tag);
        if (refused != null) {
            return refused;
        }
        long size = content.size();
        ByteRange range = range(request, tag, size);
        if (range != null && range.isEmpty()) {
            return errors.of(request, ErrorCode.RANGE_NOT_SATISFIABLE)
                    .header(HttpHeaders.CONTENT_RANGE, range.of(size));
        }
        MutableHttpResponse<Object> response = safe(HttpResponse.ok(), tag)
                .contentType(file.type().value())
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.of(file.name(), file.type()))
                .header(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (range != null) {
            response.status(206).header(HttpHeaders.CONTENT_RANGE, range.of(size));
        }
        long first = range == null ? 0 : range.first();
        long length = range == null ? size : range.length();
        response.contentLength(length);
        return request.getMethod() == HttpMethod.HEAD || length == 0
                ? response
                : response.body(SentFile.of(request, content, first, length));
    }

    /** Returns a response without the content if the preconditions require one; null otherwise. */
    private @Nullable MutableHttpResponse<?> refuse(
            HttpRequest<?> request, Preconditions preconditions, EntityTag tag) {
        return switch (preconditions.forReading(tag)) {
            case FULFILLED -> null;
            case NOT_MODIFIED -> safe(HttpResponse.notModified(), tag);
            case FAILED -> errors.of(request, ErrorCode.VERSION_MISMATCH);
        };
    }

    /** Returns the requested range. {@code If-Range} limits it to the version that the client has started to read (RFC 9110 §13.1.5). */
    private static @Nullable ByteRange range(HttpRequest<?> request, EntityTag tag, long size) {
        HttpHeaders headers = request.getHeaders();
        String ifRange = headers.get(HttpHeaders.IF_RANGE);
        return request.getMethod() == HttpMethod.GET
                        && (ifRange == null || ifRange.strip().equals(tag.toString()))
                ? ByteRange.of(headers.get(HttpHeaders.RANGE), size)
                : null;
    }

    private static <T> MutableHttpResponse<T> safe(MutableHttpResponse<T> response, EntityTag tag) {
        return response.header(HttpHeaders.ETAG, tag.toString())
                .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                .header("Content-Security-Policy", SECURITY_POLICY);
    }

    private static Integer size(String text) {
        for (Integer size : SIZES) {
            if (text.equals(size.toString())) {
                return size;
            }
        }
        throw new InvalidValue("size", "must be 64, 256 or 1024");
    }
}
