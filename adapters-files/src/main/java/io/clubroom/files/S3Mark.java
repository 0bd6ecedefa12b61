package io.clubroom.files;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The mark of an S3-compatible store: an object. */
final class S3Mark implements Ownership.Mark {
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Store store;
    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final String key;

    S3Mark(S3Store store, S3Client client, S3Location location) {
        this.store = store;
        this.client = client;
        this.bucket = location.bucket();
        this.prefix = location.prefix();
        this.key = prefix + Ownership.MARK;
    }

    @Override
    public Optional<String> read() {
        return store.call(_ -> {
            try {
                return Optional.of(client.getObjectAsBytes(
                                request -> request.bucket(bucket).key(key))
                        .asUtf8String());
            } catch (NoSuchKeyException none) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void create(String text) {
        store.call(_ -> {
            try {
                return client.putObject(
                        request -> request.bucket(bucket).key(key).ifNoneMatch("*"), body(text));
            } catch (S3Exception failure) {
                return switch (failure.statusCode()) {
                    // Another node was faster: its mark holds.
                    case PRECONDITION_FAILED -> Optional.empty();
                    // A store without conditions (RFC 9110 §13.1.2).
                    case NOT_IMPLEMENTED ->
                        client.putObject(request -> request.bucket(bucket).key(key), body(text));
                    default -> throw failure;
                };
            }
        });
    }

    @Override
    public void replace(String text) {
        store.call(_ -> client.putObject(request -> request.bucket(bucket).key(key), body(text)));
    }

    private static RequestBody body(String text) {
        return RequestBody.fromString(text + "\n", StandardCharsets.US_ASCII);
    }

    @Override
    public boolean hasContents() {
        return store.call(_ ->
                client
                        .listObjectsV2(
                                request -> request.bucket(bucket).prefix(prefix).maxKeys(2))
                        .contents()
                        .stream()
                        .anyMatch(object -> !object.key().equals(key)));
    }
}
