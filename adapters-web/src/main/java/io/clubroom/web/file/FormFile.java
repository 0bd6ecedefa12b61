package io.clubroom.web.file;

import io.clubroom.domain.file.FileName;
import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * The file in a {@code multipart/form-data} body (RFC 7578), processed as it arrives. Other fields are skipped. The end of the file is
 * reported only when the whole body has been read, is complete and has no other file in the field; otherwise reading throws
 * {@link InvalidValue}.
 *
 * <p>The framework's {@code StreamingFileUpload} is not used, because it buffers unread bytes without a limit, and its decoder replaces
 * some characters of names.
 */
public final class FormFile extends InputStream {
    private static final String FORM = "body";

    /** The maximum number of parts of a form. */
    private static final int MAX_PARTS = 100;

    /** The maximum size of the head of a part, in bytes. */
    private static final int MAX_HEAD_BYTES = 8_192;

    private final InputStream body;
    private final String field;
    private final FileItemIterator parts;
    private int count;
    private @Nullable FileItemStream file;
    private @Nullable InputStream content;

    private FormFile(HttpRequest<?> request, InputStream body, String field) throws IOException {
        this.body = body;
        this.field = field;
        FileUpload form = new FileUpload();
        form.setHeaderEncoding(StandardCharsets.UTF_8.name());
        form.setPartHeaderSizeMax(MAX_HEAD_BYTES);
        try {
            parts = form.getItemIterator(
                    new Body(Objects.requireNonNullElse(request.getHeaders().get(HttpHeaders.CONTENT_TYPE), ""), body));
        } catch (FileUploadException | MalformedStreamException malformed) {
            throw fault(malformed);
        }
    }

    /**
     * Reads up to the start of the file's content.
     *
     * @param field the name of the field with the file
     * @throws InvalidValue naming the field if there is no such file, and {@code body} if this is not {@code multipart/form-data}
     */
    public static FormFile open(HttpRequest<?> request, InputStream body, String field) throws IOException {
        FormFile form = new FormFile(request, body, field);
        form.file = form.nextFile();
        if (form.file == null) {
            throw new InvalidValue(field, "is required, as a file");
        }
        form.content = form.file.openStream();
        return form;
    }

    /** The sanitized name that the client sent. */
    public FileName name() {
        String disposition = Objects.requireNonNull(file).getHeaders().getHeader(HttpHeaders.CONTENT_DISPOSITION);
        return FileName.of(FormFileName.of(disposition));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (content == null) {
            return -1;
        }
        int read;
        try {
            read = content.read(bytes, offset, length);
        } catch (MalformedStreamException | FileUploadIOException malformed) {
            throw fault(malformed);
        }
        if (read < 0) {
            readToEnd();
        }
        return read;
    }

    private void readToEnd() throws IOException {
        content = null;
        if (nextFile() != null) {
            throw new InvalidValue(field, "must be one file");
        }
        body.transferTo(OutputStream.nullOutputStream());
    }

    /** Returns the next file in the field; null if there is none. */
    private @Nullable FileItemStream nextFile() throws IOException {
        try {
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if (++count > MAX_PARTS) {
                    throw malformed();
                }
                if (!part.isFormField() && field.equals(part.getFieldName())) {
                    return part;
                }
            }
            return null;
        } catch (FileUploadException | MalformedStreamException malformed) {
            throw fault(malformed);
        }
    }

    /** Converts a failure of the parser to the exception to throw. */
    private static RuntimeException fault(Exception failure) throws IOException {
        if (failure.getCause() instanceof IOException ofBody
                && !(ofBody instanceof MalformedStreamException)
                && !(ofBody instanceof FileUploadIOException)) {
            throw ofBody;
        }
        return malformed();
    }

    private static InvalidValue malformed() {
        return new InvalidValue(FORM, "must be multipart/form-data (RFC 7578) with at most " + MAX_PARTS + " parts");
    }

    private record Body(String contentType, InputStream stream) implements UploadContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public int getContentLength() {
            return -1;
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        public InputStream getInputStream() {
            return stream;
        }
    }
}
