package io.clubroom.web.file;

import io.clubroom.application.file.BeginUpload;
import io.clubroom.application.file.DescribeUpload;
import io.clubroom.application.file.ReceivePart;
import io.clubroom.application.file.RemoveUpload;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.Checksum;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.connection.BodyStream;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.HttpDate;
import io.clubroom.web.http.ProducesJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Head;
import io.micronaut.http.annotation.Options;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The REST API for resumable uploads: tus 1.0.0 with the extensions creation, creation-with-upload, termination, checksum and expiration.
 */
@Controller(UploadController.PATH)
@Tag(name = "Uploads")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
@Consumes(io.micronaut.http.MediaType.ALL)
final class UploadController {
    static final String PATH = "/api/uploads";

    private final BeginUpload beginUpload;
    private final DescribeUpload describeUpload;
    private final ReceivePart receivePart;
    private final RemoveUpload removeUpload;
    private final FilePolicy policy;
    private final ErrorResponses errors;

    UploadController(
            BeginUpload beginUpload,
            DescribeUpload describeUpload,
            ReceivePart receivePart,
            RemoveUpload removeUpload,
            FilePolicy policy,
            ErrorResponses errors) {
        this.beginUpload = beginUpload;
        this.describeUpload = describeUpload;
        this.receivePart = receivePart;
        this.removeUpload = removeUpload;
        this.policy = policy;
        this.errors = errors;
    }

    /**
     * Describe the supported features of uploads.
     *
     * <p>As defined by tus 1.0.0.
     */
    @Options
    @DescribesTus
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<?> describeUploads() {
        return describeTus();
    }

    /**
     * Describe the supported features of an upload.
     *
     * <p>They are the same for all uploads.
     */
    @Options("/{id}")
    @DescribesTus
    @Fails(ErrorCode.INVALID_INPUT)
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<?> describeUpload(@Parameter(ref = "UploadId") String id) {
        FileId.of(id);
        return describeTus();
    }

    /**
     * Begin an upload.
     *
     * <p>A body contains the first bytes. An upload expires 24 hours after its last byte was received, and becomes a file when it is
     * complete.
     */
    @Post
    @Parameter(name = TusHeaders.RESUMABLE, ref = "TusResumable")
    @Parameter(name = TusHeaders.LENGTH, ref = "UploadLength")
    @Parameter(name = TusHeaders.METADATA, ref = "UploadMetadata")
    @Parameter(name = TusHeaders.CHECKSUM, ref = "UploadChecksum")
    @RequestBody(ref = "FirstUploadBytes")
    @TellsProgress
    @ApiResponse(
            responseCode = "201",
            description = "The upload has begun.",
            headers = @Header(name = "Location", ref = "Location"))
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.TUS_VERSION_UNSUPPORTED,
        ErrorCode.UPLOAD_NOT_FOUND,
        ErrorCode.UPLOAD_OFFSET_MISMATCH,
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        ErrorCode.QUOTA_EXCEEDED,
        ErrorCode.CHECKSUM_MISMATCH,
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.STORAGE_FULL
    })
    @ExecuteOn(Blocking.FILES)
    HttpResponse<?> createUpload(HttpRequest<?> request, Actor actor, @Parameter(hidden = true) BodyStream body)
            throws IOException {
        if (request.getHeaders().contains(TusHeaders.DEFER_LENGTH)) {
            throw new InvalidValue(TusHeaders.DEFER_LENGTH, "is not supported; send " + TusHeaders.LENGTH);
        }
        long length = TusHeaders.bytes(request, TusHeaders.LENGTH);
        String metadata = TusHeaders.metadata(request);
        FileName name = TusHeaders.name(metadata);
        Checksum checksum = TusHeaders.checksum(request);
        boolean hasBytes = hasBytes(request);
        if (!hasBytes && hasBody(request)) {
            return errors.of(request, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        return SignedIn.with(actor, errors, request, signedIn -> switch (beginUpload.begin(
                signedIn, name, metadata, length)) {
            case BeginUpload.Result.Begun(Upload upload) -> {
                MutableHttpResponse<?> created = HttpResponse.created(URI.create(PATH + "/" + upload.id()));
                // An upload without bytes is complete.
                yield hasBytes || length == 0
                        ? receiveFirst(request, signedIn, upload.id(), checksum, body, created)
                        : created.header(TusHeaders.OFFSET, "0")
                                .header(TusHeaders.EXPIRES, HttpDate.of(upload.expiresAt()));
            }
            case BeginUpload.Result.TooLarge _ -> errors.of(request, ErrorCode.PAYLOAD_TOO_LARGE);
            case BeginUpload.Result.QuotaExceeded _ -> errors.of(request, ErrorCode.QUOTA_EXCEEDED);
        });
    }

    /**
     * Get the progress of an upload.
     *
     * <p>Only its owner can see it.
     */
    @Head("/{id}")
    @Parameter(name = TusHeaders.RESUMABLE, ref = "TusResumable")
    @TellsProgress
    @ApiResponse(
            responseCode = "200",
            description = "How far the upload is.",
            headers = {
                @Header(name = TusHeaders.LENGTH, ref = TusHeaders.LENGTH),
                @Header(name = TusHeaders.METADATA, ref = TusHeaders.METADATA)
            })
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.TUS_VERSION_UNSUPPORTED,
        ErrorCode.UPLOAD_NOT_FOUND,
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.STORAGE_FULL
    })
    @ExecuteOn(Blocking.FILES)
    HttpResponse<?> getUpload(HttpRequest<?> request, Actor actor, @Parameter(ref = "UploadId") String id) {
        FileId upload = FileId.of(id);
        return SignedIn.with(actor, errors, request, signedIn -> switch (describeUpload.describe(signedIn, upload)) {
            case DescribeUpload.Result.Found(Upload found, boolean isFinished) -> describe(found, isFinished);
            case DescribeUpload.Result.NotFound _ -> errors.of(request, ErrorCode.UPLOAD_NOT_FOUND);
            case DescribeUpload.Result.UnacceptedType(MediaType type) ->
                FileController.unaccepted(request, errors, type);
        });
    }

    /**
     * Continue an upload.
     *
     * <p>The bytes are stored durably before the response is sent; of an interrupted request, those that have arrived are stored. With a
     * checksum, either all or none are stored.
     */
    @Patch("/{id}")
    @Parameter(name = TusHeaders.RESUMABLE, ref = "TusResumable")
    @Parameter(name = TusHeaders.OFFSET, ref = "UploadOffset")
    @Parameter(name = TusHeaders.CHECKSUM, ref = "UploadChecksum")
    @RequestBody(ref = "UploadBytes")
    @TellsProgress
    @ApiResponse(responseCode = "204", description = "The bytes are stored.")
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.TUS_VERSION_UNSUPPORTED,
        ErrorCode.UPLOAD_NOT_FOUND,
        ErrorCode.UPLOAD_OFFSET_MISMATCH,
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        ErrorCode.CHECKSUM_MISMATCH,
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.STORAGE_FULL
    })
    @ExecuteOn(Blocking.FILES)
    HttpResponse<?> continueUpload(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "UploadId") String id,
            @Parameter(hidden = true) BodyStream body)
            throws IOException {
        FileId upload = FileId.of(id);
        if (!hasBytes(request)) {
            return errors.of(
                    request, ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The media type must be " + TusHeaders.CONTENT_TYPE);
        }
        long offset = TusHeaders.bytes(request, TusHeaders.OFFSET);
        Checksum checksum = TusHeaders.checksum(request);
        return SignedIn.with(
                actor,
                errors,
                request,
                signedIn -> receive(request, signedIn, upload, offset, checksum, body, HttpResponse.noContent()));
    }

    /**
     * Delete an upload.
     *
     * <p>Its bytes are removed, but not the file if the upload is complete.
     */
    @Delete("/{id}")
    @Parameter(name = TusHeaders.RESUMABLE, ref = "TusResumable")
    @ApiResponse(
            responseCode = "204",
            description = "The upload is removed.",
            headers = @Header(name = TusHeaders.RESUMABLE, ref = TusHeaders.RESUMABLE))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.TUS_VERSION_UNSUPPORTED, ErrorCode.UPLOAD_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> deleteUpload(HttpRequest<?> request, Actor actor, @Parameter(ref = "UploadId") String id) {
        FileId upload = FileId.of(id);
        return SignedIn.with(actor, errors, request, signedIn -> switch (removeUpload.remove(signedIn, upload)) {
            case RemoveUpload.Result.Removed _ -> HttpResponse.noContent();
            case RemoveUpload.Result.NotFound _ -> errors.of(request, ErrorCode.UPLOAD_NOT_FOUND);
        });
    }

    /** Receives the first bytes. If this fails, removes the upload: the client does not learn its address and so cannot continue it. */
    private HttpResponse<?> receiveFirst(
            HttpRequest<?> request,
            Actor.SignedIn actor,
            FileId id,
            @Nullable Checksum checksum,
            BodyStream body,
            MutableHttpResponse<?> created)
            throws IOException {
        boolean isCreated = false;
        try {
            HttpResponse<?> response = receive(request, actor, id, 0, checksum, body, created);
            isCreated = response == created;
            return response;
        } finally {
            if (!isCreated) {
                removeUpload.remove(actor, id);
            }
        }
    }

    private HttpResponse<?> receive(
            HttpRequest<?> request,
            Actor.SignedIn actor,
            FileId id,
            long offset,
            @Nullable Checksum checksum,
            BodyStream body,
            MutableHttpResponse<?> stored)
            throws IOException {
        return switch (body.read(() -> receivePart.receive(actor, id, offset, checksum, body))) {
            case ReceivePart.Result.Received(Upload upload) -> progress(stored, upload, false);
            case ReceivePart.Result.Finished(Upload upload) -> progress(stored, upload, true);
            case ReceivePart.Result.NotFound _ -> errors.of(request, ErrorCode.UPLOAD_NOT_FOUND);
            case ReceivePart.Result.OffsetMismatch _ -> errors.of(request, ErrorCode.UPLOAD_OFFSET_MISMATCH);
            case ReceivePart.Result.ChecksumMismatch _ -> errors.of(request, ErrorCode.CHECKSUM_MISMATCH);
            case ReceivePart.Result.TooLarge _ ->
                errors.of(request, ErrorCode.PAYLOAD_TOO_LARGE, "There are more bytes than " + TusHeaders.LENGTH);
            case ReceivePart.Result.UnacceptedType(MediaType type) -> FileController.unaccepted(request, errors, type);
            case ReceivePart.Result.TooManyParts _ ->
                errors.of(request, ErrorCode.PAYLOAD_TOO_LARGE, "The upload consists of too many parts");
        };
    }

    private static HttpResponse<?> describe(Upload upload, boolean isFinished) {
        MutableHttpResponse<?> response = progress(HttpResponse.ok(), upload, isFinished)
                .header(TusHeaders.LENGTH, Long.toString(upload.length()))
                .contentLength(0);
        return upload.metadata().isEmpty() ? response : response.header(TusHeaders.METADATA, upload.metadata());
    }

    private static <T> MutableHttpResponse<T> progress(
            MutableHttpResponse<T> response, Upload upload, boolean isFinished) {
        response.header(TusHeaders.OFFSET, Long.toString(upload.received()))
                .header(TusHeaders.EXPIRES, HttpDate.of(upload.expiresAt()));
        return isFinished ? response.header(TusHeaders.RESULT, FileController.PATH + "/" + upload.id()) : response;
    }

    private HttpResponse<?> describeTus() {
        return HttpResponse.noContent()
                .header(TusHeaders.VERSIONS, TusHeaders.VERSION)
                .header(TusHeaders.EXTENSION, TusHeaders.EXTENSIONS)
                .header(TusHeaders.MAX_SIZE, Long.toString(policy.maxBytes()))
                .header(TusHeaders.CHECKSUM_ALGORITHM, TusHeaders.ALGORITHMS);
    }

    /** Whether the body contains bytes of the upload. */
    private static boolean hasBytes(HttpRequest<?> request) {
        return request.getContentType()
                .filter(type -> type.getName().equals(TusHeaders.CONTENT_TYPE))
                .isPresent();
    }

    private static boolean hasBody(HttpRequest<?> request) {
        return request.getContentLength() > 0 || request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
