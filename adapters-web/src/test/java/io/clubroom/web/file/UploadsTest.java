package io.clubroom.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Raw;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UploadsTest {
    private static final String BYTES = "application/offset+octet-stream";

    private final TestServer server = TestServer.fresh();
    private User owner;
    private String token;

    @BeforeEach
    void signIn() {
        owner = server.add("owner", Role.CLIENT);
        token = server.token(owner);
    }

    private Call call(String method, String path) {
        return server.call(method, path).bearer(token).header("Tus-Resumable", "1.0.0");
    }

    private String begun(long length) {
        Reply begun = call("POST", "/api/uploads")
                .header("Upload-Length", "" + length)
                .send();
        assertThat(begun.status()).isEqualTo(201);
        return Objects.requireNonNull(begun.header("Location"));
    }

    private Reply patch(String upload, long offset, String bytes) {
        return call("PATCH", upload)
                .header("Upload-Offset", "" + offset)
                .body(BYTES, bytes)
                .send();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String content(Reply completed) {
        return server.call("GET", Objects.requireNonNull(completed.header("Upload-Result")))
                .bearer(token)
                .send()
                .body();
    }

    @Test
    void the_server_says_what_it_can_do_without_a_token() {
        for (String path : List.of("/api/uploads", "/api/uploads/6f1f0a52-4d6c-4d0e-9a56-2f6f1f1f0a52")) {
            Reply options = server.call("OPTIONS", path).send();

            assertThat(options.status()).isEqualTo(204);
            assertThat(options.header("Tus-Resumable")).isEqualTo("1.0.0");
            assertThat(options.header("Tus-Version")).isEqualTo("1.0.0");
            assertThat(options.header("Tus-Extension"))
                    .isEqualTo("creation,creation-with-upload,termination,checksum,expiration");
            assertThat(options.header("Tus-Max-Size")).isEqualTo("" + TestServer.FILES.maxBytes());
            assertThat(options.header("Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256,md5");
        }
    }

    @Test
    void pages_of_allowed_origins_can_upload() {
        Reply preflight = server.call("OPTIONS", "/api/uploads/6f1f0a52-4d6c-4d0e-9a56-2f6f1f1f0a52")
                .header("Origin", "https://club.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "tus-resumable,upload-offset,content-type,authorization")
                .send();
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Headers")).containsIgnoringCase("upload-offset");

        Reply begun = call("POST", "/api/uploads")
                .header("Origin", "https://club.example")
                .header("Upload-Length", "3")
                .send();
        assertThat(begun.header("Access-Control-Expose-Headers"))
                .contains("Upload-Offset", "Upload-Result", "Location");
    }

    @Test
    void an_upload_becomes_a_file_when_its_last_byte_arrives() {
        Reply begun = call("POST", "/api/uploads")
                .header("Upload-Length", "10")
                .header("Upload-Metadata", "filetype " + base64("x/y") + ",filename " + base64("Ž.txt") + ",private")
                .send();
        String upload = Objects.requireNonNull(begun.header("Location"));
        Reply half = patch(upload, 0, "01234");
        Reply head = call("HEAD", upload).send();
        Reply rest = patch(upload, 5, "56789");

        assertThat(half.status()).isEqualTo(204);
        assertThat(half.header("Upload-Offset")).isEqualTo("5");
        assertThat(half.header("Upload-Expires")).isEqualTo("Mon, 02 Mar 2026 12:00:00 GMT");
        assertThat(half.header("Upload-Result")).isNull();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Upload-Offset")).isEqualTo("5");
        assertThat(head.header("Upload-Length")).isEqualTo("10");
        assertThat(head.header("Upload-Metadata"))
                .isEqualTo("filetype " + base64("x/y") + ",filename " + base64("Ž.txt") + ",private");
        assertThat(head.header("Cache-Control")).isEqualTo("no-store");
        assertThat(rest.status()).isEqualTo(204);
        assertThat(content(rest)).isEqualTo("0123456789");
        assertThat(call("HEAD", upload).send().header("Upload-Result")).isEqualTo(rest.header("Upload-Result"));
        String file = Objects.requireNonNull(rest.header("Upload-Result"));
        assertThat(server.call("GET", file + "/info").bearer(token).send().text("name"))
                .isEqualTo("Ž.txt");
    }

    @Test
    void the_first_bytes_may_come_with_the_creation() {
        Reply whole = call("POST", "/api/uploads")
                .header("Upload-Length", "5")
                .body(BYTES, "hello")
                .send();
        Reply part = call("POST", "/api/uploads")
                .header("Upload-Length", "10")
                .body(BYTES, "hello")
                .send();

        assertThat(whole.status()).isEqualTo(201);
        assertThat(whole.header("Upload-Offset")).isEqualTo("5");
        assertThat(content(whole)).isEqualTo("hello");
        assertThat(part.status()).isEqualTo(201);
        assertThat(part.header("Upload-Offset")).isEqualTo("5");
        assertThat(part.header("Upload-Result")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"hello,5,sha1 AAAA,460", TestServer.UNACCEPTED + ",18,,415", "hello,4,,413"})
    void an_upload_whose_first_bytes_are_refused_uses_no_quota(
            String bytes, String length, @Nullable String checksum, int status) {
        Call creation =
                call("POST", "/api/uploads").header("Upload-Length", length).body(BYTES, bytes);
        Reply refused = checksum == null
                ? creation.send()
                : creation.header("Upload-Checksum", checksum).send();

        assertThat(refused.status()).isEqualTo(status);
        assertThat(call("GET", "/api/files?mine").send().header("X-Quota-Used")).isEqualTo("0");
    }

    @Test
    void an_upload_of_nothing_is_complete() {
        Reply empty = call("POST", "/api/uploads").header("Upload-Length", "0").send();

        assertThat(empty.status()).isEqualTo(201);
        assertThat(content(empty)).isEmpty();
    }

    @Test
    void bytes_at_another_offset_are_refused() {
        String upload = begun(10);
        patch(upload, 0, "01234");

        for (long offset : new long[] {0, 4, 6}) {
            Reply refused = patch(upload, offset, "x");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("code")).isEqualTo("upload_offset_mismatch");
        }
        assertThat(call("HEAD", upload).send().header("Upload-Offset")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "sha256", "md5"})
    void bytes_without_their_checksum_are_not_stored(String algorithm) throws Exception {
        String upload = begun(5);
        String name = Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5").get(algorithm);
        String checksum = algorithm + " "
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance(name).digest("hello".getBytes(StandardCharsets.UTF_8)));

        Reply wrong = call("PATCH", upload)
                .header("Upload-Offset", "0")
                .header("Upload-Checksum", checksum)
                .body(BYTES, "hellO")
                .send();
        assertThat(wrong.status()).isEqualTo(460);
        assertThat(wrong.text("code")).isEqualTo("checksum_mismatch");
        assertThat(call("HEAD", upload).send().header("Upload-Offset")).isEqualTo("0");
        Reply right = call("PATCH", upload)
                .header("Upload-Offset", "0")
                .header("Upload-Checksum", checksum)
                .body(BYTES, "hello")
                .send();
        assertThat(right.status()).isEqualTo(204);
        assertThat(content(right)).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upload-Length|",
                "Upload-Length|-1",
                "Upload-Length|1.5",
                "Upload-Length|x",
                "Upload-Length|9999999999999999999",
                "Upload-Metadata|filename !",
                "Upload-Metadata|,",
                "Upload-Metadata|filename YQ==,filename YQ==",
                "Upload-Checksum|sha512 YQ==",
                "Upload-Checksum|sha1",
                "Upload-Checksum|sha1 !",
                "Upload-Defer-Length|1"
            })
    void malformed_headers_are_named(String name, String value) {
        Call call = call("POST", "/api/uploads");
        if (!name.equals("Upload-Length")) {
            call.header("Upload-Length", "10");
        }
        if (value != null) {
            call.header(name, value);
        }
        Reply refused = call.send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.wrongFields()).containsExactly(name);
    }

    @Test
    void metadata_that_is_no_ascii_is_refused() {
        String answer = Raw.send(
                server.address(),
                "POST /api/uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                        + "\r\nTus-Resumable: 1.0.0\r\nUpload-Length: 1\r\nUpload-Metadata: é YQ==\r\n"
                        + "Content-Length: 0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"field\":\"Upload-Metadata\"");
    }

    @Test
    void a_patch_needs_its_offset_and_its_media_type() {
        String upload = begun(10);

        Reply noOffset = call("PATCH", upload).body(BYTES, "x").send();
        assertThat(noOffset.wrongFields()).containsExactly("Upload-Offset");
        Reply otherType = call("PATCH", upload)
                .header("Upload-Offset", "0")
                .body("text/plain", "x")
                .send();
        assertThat(otherType.status()).isEqualTo(415);
        assertThat(call("POST", "/api/uploads")
                        .header("Upload-Length", "1")
                        .body("text/plain", "x")
                        .send()
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({"POST,''", "HEAD,/6f1f0a52-4d6c-4d0e-9a56-2f6f1f1f0a52", "DELETE,/6f1f0a52-4d6c-4d0e-9a56-2f6f1f1f0a52"
    })
    void another_version_of_tus_is_refused(String method, String path) {
        for (String version : List.of("", "0.2.2")) {
            Call call = server.call(method, "/api/uploads" + path).bearer(token).header("Upload-Length", "10");
            Reply refused = (version.isEmpty() ? call : call.header("Tus-Resumable", version)).send();

            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.header("Tus-Version")).isEqualTo("1.0.0");
            assertThat(refused.header("Tus-Resumable")).isEqualTo("1.0.0");
        }
    }

    @Test
    void only_the_owner_sees_an_upload() {
        String upload = begun(10);
        String stranger = server.token(server.add("stranger", Role.CLIENT));
        for (String other : List.of(stranger, server.adminToken())) {
            for (String method : List.of("HEAD", "DELETE", "PATCH")) {
                Call call = server.call(method, upload).bearer(other).header("Tus-Resumable", "1.0.0");
                if (method.equals("PATCH")) {
                    call.header("Upload-Offset", "0").body(BYTES, "x");
                }
                assertThat(call.send().status()).as(method).isEqualTo(404);
            }
        }
        assertThat(call("HEAD", upload).send().header("Upload-Offset")).isEqualTo("0");
        Reply signedOut =
                server.call("HEAD", upload).header("Tus-Resumable", "1.0.0").send();
        assertThat(signedOut.status()).isEqualTo(401);
        assertThat(signedOut.header("Tus-Resumable")).isEqualTo("1.0.0");
    }

    @Test
    void an_upload_that_was_removed_is_not_found() {
        String upload = begun(10);

        assertThat(call("DELETE", upload).send().status()).isEqualTo(204);
        assertThat(call("HEAD", upload).send().status()).isEqualTo(404);
        assertThat(patch(upload, 0, "x").status()).isEqualTo(404);
        assertThat(call("DELETE", upload).send().status()).isEqualTo(404);
    }

    @Test
    void what_is_too_large_or_of_another_type_ends_the_upload() {
        assertThat(call("POST", "/api/uploads")
                        .header("Upload-Length", "" + (TestServer.FILES.maxBytes() + 1))
                        .send()
                        .status())
                .isEqualTo(413);
        String small = begun(3);
        assertThat(patch(small, 0, "0123").status()).isEqualTo(413);
        assertThat(call("HEAD", small).send().status()).isEqualTo(404);
        String other = begun(TestServer.UNACCEPTED.length());
        assertThat(patch(other, 0, TestServer.UNACCEPTED).status()).isEqualTo(415);
        assertThat(call("HEAD", other).send().status()).isEqualTo(404);
    }

    @Test
    void unfinished_uploads_count_in_the_quota() {
        long max = TestServer.FILES.maxBytes();
        for (long left = TestServer.FILES.quotaBytes(); left >= max; left -= max) {
            begun(max);
        }
        Reply refused =
                call("POST", "/api/uploads").header("Upload-Length", "" + max).send();

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.text("code")).isEqualTo("quota_exceeded");
    }

    @Test
    void a_post_can_stand_for_other_methods() {
        String upload = begun(5);

        Reply patched = call("POST", upload)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Upload-Offset", "0")
                .body(BYTES, "he")
                .send();
        assertThat(patched.status()).isEqualTo(204);
        Reply head =
                call("POST", upload).header("X-HTTP-Method-Override", "HEAD").send();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Upload-Offset")).isEqualTo("2");
        Reply deleted =
                call("POST", upload).header("X-HTTP-Method-Override", "DELETE").send();
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(call("POST", upload)
                        .header("X-HTTP-Method-Override", "HEAD")
                        .send()
                        .status())
                .isEqualTo(404);
    }

    @Test
    void what_arrives_before_a_connection_is_cut_is_stored() throws Exception {
        String upload = begun(100_000);

        Raw.abandon(
                server.address(),
                "PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                        + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: " + BYTES
                        + "\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(60_000));

        long offset = 0;
        while (offset == 0) {
            offset = Long.parseLong(
                    Objects.requireNonNull(call("HEAD", upload).send().header("Upload-Offset")));
        }
        assertThat(offset).isLessThanOrEqualTo(60_000);
        Reply rest = patch(upload, offset, "x".repeat((int) (100_000 - offset)));
        assertThat(content(rest)).isEqualTo("x".repeat(100_000));
    }

    @Test
    void a_client_of_another_project_uploads() throws Exception {
        byte[] bytes = "0123456789".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        TusClient client = new TusClient();
        client.setUploadCreationURL(
                URI.create(server.address() + "/api/uploads").toURL());
        client.setHeaders(Map.of("Authorization", "Bearer " + token));
        client.enableResuming(new TusURLMemoryStore());
        TusUpload upload = new TusUpload();
        upload.setSize(bytes.length);
        upload.setInputStream(new ByteArrayInputStream(bytes));
        upload.setFingerprint("x");
        upload.setMetadata(Map.of("filename", "a.txt"));

        TusUploader uploader = client.resumeOrCreateUpload(upload);
        uploader.setChunkSize(3_000);
        uploader.setRequestPayloadSize(4_000);
        assertThat(uploader.uploadChunk()).isPositive();
        uploader.finish(false);
        upload.setInputStream(new ByteArrayInputStream(bytes));
        TusUploader resumed = client.resumeUpload(upload);
        while (resumed.uploadChunk() >= 0) {
            // Uploads one chunk after the other.
        }
        resumed.finish();

        Reply head = call("HEAD", resumed.getUploadURL().getPath()).send();
        assertThat(content(head)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }
}
