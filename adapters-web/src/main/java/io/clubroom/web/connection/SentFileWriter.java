package io.clubroom.web.connection;

import io.clubroom.web.http.Blocking;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.ByteBodyHttpResponse;
import io.micronaut.http.ByteBodyHttpResponseWrapper;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.http.body.stream.InputStreamByteBody;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;

/**
 * Writes {@link SentFile}s. The framework's {@code SystemFile} is not used: it reads every file into the heap, and its ranges are not those
 * of RFC 9110.
 */
@Singleton
final class SentFileWriter implements ResponseBodyWriter<SentFile> {
    private final ExecutorService executor;

    SentFileWriter(@Named(Blocking.FILES) ExecutorService executor) {
        this.executor = executor;
    }

    @Override
    public ByteBodyHttpResponse<?> write(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            MutableHttpResponse<SentFile> response,
            Argument<SentFile> type,
            MediaType mediaType,
            SentFile file) {
        if (file.stream() == null) {
            file.sendNext(request);
            return ByteBodyHttpResponseWrapper.wrap(response, bodies.createEmpty());
        }
        return ByteBodyHttpResponseWrapper.wrap(response, writePiece(bodies, request, response, type, mediaType, file));
    }

    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<SentFile> type,
            MediaType mediaType,
            SentFile file) {
        return InputStreamByteBody.create(
                Objects.requireNonNull(file.stream()), OptionalLong.of(file.length()), executor, bodies);
    }

    @Override
    public void writeTo(
            Argument<SentFile> type, MediaType mediaType, SentFile file, MutableHeaders headers, OutputStream out) {
        throw new UnsupportedOperationException("Files are sent over HTTP");
    }
}
