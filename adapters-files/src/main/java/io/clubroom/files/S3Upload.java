package io.clubroom.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Makes an object of a file, a large one in parts, so that only a part is sent again when a connection breaks. */
final class S3Upload {
    /** At least 5 MiB, and a 10,000th of the largest file, by the rules of S3. */
    static final long PART = 16 << 20;

    private static final String TYPE = "application/octet-stream";

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final Path file;
    private final long size;
    private final Patience.Progress progress;

    /** Up to where bytes have been sent. To send some of them again is no progress. */
    private long sent;

    S3Upload(S3Client client, String bucket, String key, Path file, long size, Patience.Progress progress) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.file = file;
        this.size = size;
        this.progress = progress;
    }

    void run() {
        if (size > PART) {
            inParts();
        } else {
            client.putObject(request -> request.bucket(bucket).key(key).contentType(TYPE), body(0, size));
        }
    }

    private void inParts() {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).contentType(TYPE))
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long offset = 0; offset < size; offset += PART) {
                parts.add(part(upload, parts.size() + 1, body(offset, Math.min(PART, size - offset))));
                progress.note();
            }
            client.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(completed -> completed.parts(parts)));
        } catch (SdkException | UncheckedIOException failure) {
            abort(upload, failure);
            throw failure;
        }
    }

    private CompletedPart part(String upload, int number, RequestBody body) {
        String tag = client.uploadPart(
                        request ->
                                request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        body)
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private void abort(String upload, RuntimeException failure) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException unreachable) {
            // The bucket's rule for incomplete uploads removes it.
            failure.addSuppressed(unreachable);
        }
    }

    private RequestBody body(long offset, long length) {
        return RequestBody.fromContentProvider(() -> open(offset, length), length, TYPE);
    }

    private InputStream open(long offset, long length) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return new Sent(Channels.newInputStream(channel.position(offset)), offset, length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What is read has been sent, except for the last buffers. */
    private final class Sent extends FilterInputStream {
        private long position;
        private long remaining;

        private Sent(InputStream in, long offset, long length) {
            super(in);
            this.position = offset;
            this.remaining = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (remaining == 0) {
                return -1;
            }
            if (position > sent) {
                sent = position;
                progress.note();
            }
            int read = super.read(bytes, offset, (int) Math.min(length, remaining));
            position += Math.max(read, 0);
            remaining -= Math.max(read, 0);
            return read;
        }
    }
}
