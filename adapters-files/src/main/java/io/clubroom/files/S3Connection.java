package io.clubroom.files;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes clients of S3. */
final class S3Connection {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;

    /** The region of stores that have none, and of a bucket of AWS without another. */
    private static final String REGION = "us-east-1";

    private S3Connection() {}

    /**
     * Does not connect yet.
     *
     * @param keys null for what the SDK finds: a profile, or what the machine or container has
     * @param read how long a read may wait for bytes
     */
    static S3Client open(S3Location location, @Nullable S3Keys keys, Duration read) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(read))
                .region(Region.of(location.region().orElse(REGION)))
                .credentialsProvider(
                        keys == null ? DefaultCredentialsProvider.builder().build() : credentials(keys))
                .forcePathStyle(location.pathStyle())
                // Others than AWS know neither these checksums nor bodies signed in chunks.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(configuration ->
                        configuration.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        location.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Keys keys) {
        return StaticCredentialsProvider.create(keys.sessionToken()
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(keys.id(), keys.secret(), token))
                .orElseGet(() -> AwsBasicCredentials.create(keys.id(), keys.secret())));
    }
}
