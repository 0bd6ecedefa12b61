package io.clubroom.web.file;

import io.clubroom.application.file.FindFile;
import io.clubroom.application.file.ListFiles;
import io.clubroom.application.file.ReceiveFile;
import io.clubroom.application.file.RemoveFile;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.web.connection.BodyStream;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.Paged;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.http.TimeCursor;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
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
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The REST API for uploading, listing, describing and deleting files. */
@Controller(FileController.PATH)
@Tag(name = "Files")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class FileController {
    static final String PATH = "/api/files";

    /** The name of the form field with the file. */
    private static final String FILE = "file";

    private static final String QUOTA_USED = "X-Quota-Used";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final ReceiveFile receiveFile;
    private final FindFile findFile;
    private final ListFiles listFiles;
    private final RemoveFile removeFile;
    private final ErrorResponses errors;

    FileController(
            ReceiveFile receiveFile,
            FindFile findFile,
            ListFiles listFiles,
            RemoveFile removeFile,
            ErrorResponses errors) {
        this.receiveFile = receiveFile;
        this.findFile = findFile;
        this.listFiles = listFiles;
        this.removeFile = removeFile;
        this.errors = errors;
    }

    /**
     * Send a file.
     *
     * <p>In the field {@code file}; other fields are ignored. The media type is detected from the content, regardless of the name and the
     * header. Location data is removed from JPEG, PNG and WebP. A file that is not attached to a message is removed after 24 hours. To send
     * a large file over an unreliable connection, use an upload.
     */
    @Post
    @Consumes(io.micronaut.http.MediaType.MULTIPART_FORM_DATA)
    @RequestBody(ref = "NewFile")
    @ApiResponse(
            responseCode = "201",
            description = "The new file.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(schema = @Schema(implementation = FileBody.class)))
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        ErrorCode.QUOTA_EXCEEDED,
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.STORAGE_FULL
    })
    @ExecuteOn(Blocking.FILES)
    HttpResponse<?> createFile(HttpRequest<?> request, Actor actor, @Parameter(hidden = true) BodyStream body)
            throws IOException {
        if (request.getContentType().isEmpty()) {
            return errors.of(
                    request,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The media type must be " + io.micronaut.http.MediaType.MULTIPART_FORM_DATA);
        }
        return SignedIn.with(actor, errors, request, signedIn -> receive(request, signedIn, body));
    }

    /**
     * List your own files.
     *
     * <p>Newest first.
     */
    @Get
    @Parameter(name = "mine", ref = "Mine")
    @Paged
    @ApiResponse(
            responseCode = "200",
            description = "A page of files.",
            headers = {@Header(name = "Link", ref = "Link"), @Header(name = QUOTA_USED, ref = QUOTA_USED)},
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = FileBody.class))))
    @Fails(ErrorCode.INVALID_INPUT)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listFiles(HttpRequest<?> request, Actor actor) {
        QueryParameters parameters = new QueryParameters(request);
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        TimeCursor after = parameters.optional(PageLinks.CURSOR, TimeCursor::decode);
        parameters.require("mine", "is required: only your own files can be listed");
        parameters.throwIfInvalid();
        return SignedIn.with(actor, errors, request, signedIn -> {
            ListFiles.Page page = listFiles.list(signedIn, position(after), limit);
            List<FileBody> files = page.files().stream().map(FileBody::of).toList();
            return PageLinks.page(
                            request, files, page.more() ? cursor(page.files().getLast()) : null)
                    .header(QUOTA_USED, Long.toString(page.usage()));
        });
    }

    /**
     * Describe a file.
     *
     * <p>For its owner, for administrators, and for everyone who may read the message to which it is attached.
     */
    @Get("/{id}/info")
    @ApiResponse(
            responseCode = "200",
            description = "The file.",
            content = @Content(schema = @Schema(implementation = FileBody.class)))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.FILE_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> getFileInfo(HttpRequest<?> request, Actor actor, @Parameter(ref = "FileId") String id) {
        FileId file = FileId.of(id);
        return SignedIn.with(actor, errors, request, signedIn -> switch (findFile.find(signedIn, file)) {
            case FindFile.Result.Found(StoredFile found) -> json(HttpResponse.ok(FileBody.of(found)));
            case FindFile.Result.NotFound _ -> errors.of(request, ErrorCode.FILE_NOT_FOUND);
        });
    }

    /**
     * Delete a file.
     *
     * <p>For its owner and for administrators. A file that is attached to a message is deleted with the message instead.
     */
    @Delete("/{id}")
    @ApiResponse(responseCode = "204", description = "The file is deleted.")
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.FILE_NOT_FOUND, ErrorCode.FILE_IN_USE})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> deleteFile(HttpRequest<?> request, Actor actor, @Parameter(ref = "FileId") String id) {
        FileId file = FileId.of(id);
        return SignedIn.with(actor, errors, request, signedIn -> switch (removeFile.remove(signedIn, file)) {
            case RemoveFile.Result.Removed _ -> HttpResponse.noContent();
            case RemoveFile.Result.NotFound _ -> errors.of(request, ErrorCode.FILE_NOT_FOUND);
            case RemoveFile.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case RemoveFile.Result.InUse _ -> errors.of(request, ErrorCode.FILE_IN_USE);
        });
    }

    private HttpResponse<?> receive(HttpRequest<?> request, Actor.SignedIn actor, BodyStream body) throws IOException {
        try (FormFile file = FormFile.open(request, body, FILE)) {
            return switch (body.read(() -> receiveFile.receive(actor, file.name(), file))) {
                case ReceiveFile.Result.Received(StoredFile received) -> {
                    FileBody shown = FileBody.of(received);
                    yield json(HttpResponse.created(shown)).header(HttpHeaders.LOCATION, shown.url());
                }
                case ReceiveFile.Result.TooLarge _ -> errors.of(request, ErrorCode.PAYLOAD_TOO_LARGE);
                case ReceiveFile.Result.QuotaExceeded _ -> errors.of(request, ErrorCode.QUOTA_EXCEEDED);
                case ReceiveFile.Result.UnacceptedType(MediaType type) -> unaccepted(request, errors, type);
            };
        }
    }

    static HttpResponse<?> unaccepted(HttpRequest<?> request, ErrorResponses errors, MediaType type) {
        return errors.of(request, ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Files of the type " + type + " are not accepted");
    }

    private static Files.@Nullable Position position(@Nullable TimeCursor cursor) {
        return cursor == null ? null : new Files.Position(cursor.createdAt(), new FileId(cursor.id()));
    }

    private static String cursor(StoredFile file) {
        return new TimeCursor(file.createdAt(), file.id().value()).encode();
    }

    private static MutableHttpResponse<?> json(MutableHttpResponse<?> response) {
        return response.contentType(io.micronaut.http.MediaType.APPLICATION_JSON_TYPE);
    }
}
