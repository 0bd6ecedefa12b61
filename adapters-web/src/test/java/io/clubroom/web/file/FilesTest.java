package io.clubroom.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Form;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
    private final TestServer server = TestServer.fresh();
    private User owner;
    private String token;

    @BeforeEach
    void signIn() {
        owner = server.add("owner", Role.CLIENT);
        token = server.token(owner);
    }

    private Reply send(String name, String content) {
        return send(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private Reply send(String name, byte[] content) {
        return Form.file(name, content)
                .to(server.call("POST", "/api/files").bearer(token))
                .send();
    }

    private String sent(String content) {
        return Objects.requireNonNull(send("a.txt", content).text("id"));
    }

    private Call get(String path) {
        return server.call("GET", path).bearer(token);
    }

    private Call content(String id) {
        return get("/api/files/" + id);
    }

    @Test
    void a_file_is_stored_as_it_was_sent() {
        Reply created = send("Ž €.txt", "hello");

        assertThat(created.status()).isEqualTo(201);
        String id = Objects.requireNonNull(created.text("id"));
        assertThat(created.header("Location")).isEqualTo("/api/files/" + id);
        assertThat(created.text("name")).isEqualTo("Ž €.txt");
        assertThat(created.text("media_type")).isEqualTo("text/plain");
        assertThat(created.text("size")).isEqualTo("5");
        assertThat(created.text("sha256"))
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(created.text("owner_id")).isEqualTo(owner.id().toString());
        assertThat(created.text("url")).isEqualTo("/api/files/" + id);
        assertThat(created.body()).doesNotContain("width", "height", "thumbnail_url");
        assertThat(get("/api/files/" + id + "/info").send().json()).isEqualTo(created.json());
        assertThat(content(id).send().body()).isEqualTo("hello");
    }

    @Test
    void a_picture_has_its_size_and_a_thumbnail() {
        Reply created = send("a.png", TestServer.PNG);

        assertThat(created.text("media_type")).isEqualTo("image/png");
        assertThat(created.text("width")).isEqualTo("4");
        assertThat(created.text("height")).isEqualTo("3");
        String thumbnail = Objects.requireNonNull(created.text("thumbnail_url"));
        Reply small = get(thumbnail + "?size=64").send();
        assertThat(small.status()).isEqualTo(200);
        assertThat(small.header("Content-Type")).isIn("image/jpeg", "image/webp");
        assertThat(small.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(small.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(get(thumbnail)
                        .header(
                                "If-None-Match",
                                Objects.requireNonNull(get(thumbnail).send().header("ETag")))
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(server.call("HEAD", thumbnail).bearer(token).send().header("Content-Length"))
                .isEqualTo(get(thumbnail).send().header("Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"63", "0", "-64", "2048", "", "a", "64&size=64"})
    void a_thumbnail_of_another_size_is_refused(String size) {
        Reply refused =
                get("/api/files/" + sent("x") + "/thumbnail?size=" + size).send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.wrongFields()).containsExactly("size");
    }

    @Test
    void what_is_no_picture_has_no_thumbnail() {
        Reply refused = get("/api/files/" + sent("x") + "/thumbnail").send();

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text("code")).isEqualTo("file_not_found");
    }

    @Test
    void a_picture_with_too_many_pixels_or_none_has_no_thumbnail() {
        byte[] broken = TestServer.PNG.clone();
        Arrays.fill(broken, 40, broken.length, (byte) 0);
        Reply large = send("large.png", withSize(10_000, 4_001));
        Reply damaged = send("damaged.png", broken);

        assertThat(large.status()).isEqualTo(201);
        assertThat(damaged.status()).isEqualTo(201);
        Reply tooLarge = content(large.text("id") + "/thumbnail").send();
        assertThat(tooLarge.status()).isEqualTo(400);
        assertThat(tooLarge.text("code")).isEqualTo("image_too_large");
        Reply invalid = content(damaged.text("id") + "/thumbnail").send();
        assertThat(invalid.status()).isEqualTo(400);
        assertThat(invalid.text("code")).isEqualTo("invalid_image");
    }

    /** A PNG whose header says that it has this size. */
    private static byte[] withSize(int width, int height) {
        byte[] png = TestServer.PNG.clone();
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 checksum = new CRC32();
        checksum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
        return png;
    }

    @Test
    void the_field_of_the_file_is_named_if_it_is_missing_or_doubled() {
        Call without = server.call("POST", "/api/files").bearer(token);
        Reply missing = new Form().field("other", "x").to(without).send();
        Reply doubled = new Form()
                .part("file", "a", new byte[10])
                .part("file", "b", new byte[10])
                .to(server.call("POST", "/api/files").bearer(token))
                .send();

        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.wrongFields()).containsExactly("file");
        assertThat(doubled.status()).isEqualTo(400);
        assertThat(doubled.wrongFields()).containsExactly("file");
        assertThat(get("/api/files?mine").send().body()).isEqualTo("[]");
    }

    @Test
    void another_media_type_of_the_request_is_refused() {
        assertThat(server.call("POST", "/api/files")
                        .bearer(token)
                        .json("{}")
                        .send()
                        .status())
                .isEqualTo(415);
    }

    @Test
    void a_type_that_is_not_accepted_is_refused() {
        Reply refused = send("a.txt", TestServer.UNACCEPTED);

        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.text("code")).isEqualTo("unsupported_media_type");
        assertThat(get("/api/files?mine").send().header("X-Quota-Used")).isEqualTo("0");
    }

    @Test
    void a_file_can_be_as_large_as_allowed_and_not_larger() {
        byte[] most = new byte[(int) TestServer.FILES.maxBytes()];
        Reply largest = send("a", most);
        Reply larger = send("a", new byte[most.length + 1]);

        assertThat(largest.status()).isEqualTo(201);
        assertThat(larger.status()).isEqualTo(413);
        assertThat(larger.text("code")).isEqualTo("payload_too_large");
    }

    @Test
    void files_take_no_more_than_the_quota() {
        byte[] most = new byte[(int) TestServer.FILES.maxBytes()];
        long count = TestServer.FILES.quotaBytes() / most.length;
        for (int i = 0; i < count; i++) {
            assertThat(send("a", most).status()).isEqualTo(201);
        }
        Reply refused = send("a", most);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.text("code")).isEqualTo("quota_exceeded");
        assertThat(get("/api/files?mine").send().header("X-Quota-Used")).isEqualTo(Long.toString(count * most.length));
    }

    @Test
    void a_download_is_sent_whole_or_in_ranges() {
        String id = sent("0123456789");
        Reply whole = content(id).send();
        String tag = Objects.requireNonNull(whole.header("ETag"));

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(tag).isEqualTo("\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"");
        Reply part = content(id).header("Range", "bytes=2-4").send();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(part.body()).isEqualTo("234");
        assertThat(content(id).header("Range", "bytes=0-0").send().body()).isEqualTo("0");
        assertThat(content(id).header("Range", "bytes=-3").send().body()).isEqualTo("789");
        assertThat(content(id).header("Range", "bytes=0-1,4-5").send().status()).isEqualTo(200);
        Reply outside = content(id).header("Range", "bytes=10-").send();
        assertThat(outside.status()).isEqualTo(416);
        assertThat(outside.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(content(id)
                        .header("Range", "bytes=2-4")
                        .header("If-Range", tag)
                        .send()
                        .status())
                .isEqualTo(206);
        assertThat(content(id)
                        .header("Range", "bytes=2-4")
                        .header("If-Range", "\"another\"")
                        .send()
                        .body())
                .isEqualTo("0123456789");
        assertThat(content(id).header("If-None-Match", tag).send().status()).isEqualTo(304);
        assertThat(content(id).header("If-Match", "\"another\"").send().status())
                .isEqualTo(412);
    }

    @Test
    void a_download_is_saved_under_its_name_and_runs_nothing() {
        Reply page = content(Objects.requireNonNull(
                        send("Ž\".html", "<html><script>1</script>").text("id")))
                .send();

        assertThat(page.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"__.html\"; filename*=UTF-8''%C5%BD%22.html");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(page.header("Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void head_says_what_get_would() {
        String id = sent("0123456789");
        Reply get = content(id).send();
        Reply head = server.call("HEAD", "/api/files/" + id).bearer(token).send();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Length", "Content-Type", "ETag", "Content-Disposition", "Accept-Ranges")) {
            assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
        }
        Reply info =
                server.call("HEAD", "/api/files/" + id + "/info").bearer(token).send();
        assertThat(info.header("Content-Length"))
                .isEqualTo(get("/api/files/" + id + "/info").send().header("Content-Length"));
    }

    @Test
    void an_empty_file_can_be_read() {
        String id = Objects.requireNonNull(send("a", "").text("id"));
        Reply empty = content(id).send();

        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.header("Content-Length")).isEqualTo("0");
        assertThat(content(id).header("Range", "bytes=0-").send().status()).isEqualTo(416);
    }

    @ParameterizedTest
    @CsvSource({"GET,/info", "GET,''", "GET,/thumbnail", "HEAD,''", "DELETE,''"})
    void somebody_elses_file_is_not_found_but_an_administrator_finds_it(String method, String path) {
        String id = Objects.requireNonNull(send("a.png", TestServer.PNG).text("id"));
        String stranger = server.token(server.add("stranger", Role.CLIENT));
        String url = "/api/files/" + id + path;

        assertThat(server.call(method, url).bearer(stranger).send().status()).isEqualTo(404);
        assertThat(server.call(method, url).send().status()).isEqualTo(401);
        assertThat(server.call(method, url).bearer(server.adminToken()).send().status())
                .isIn(200, 204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "6f1f0a52"})
    void an_id_that_is_none_is_refused(String id) {
        assertThat(content(id).send().wrongFields()).containsExactly("id");
    }

    @Test
    void a_deleted_file_is_not_found() {
        String id = sent("x");

        assertThat(server.call("DELETE", "/api/files/" + id)
                        .bearer(token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(content(id).send().status()).isEqualTo(404);
        assertThat(server.call("DELETE", "/api/files/" + id)
                        .bearer(token)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(content(UUID.randomUUID().toString()).send().status()).isEqualTo(404);
    }

    @Test
    void a_file_of_a_message_is_read_by_all_and_removed_with_the_room_only() {
        String id = sent("x");
        String reader = server.token(server.add("reader", Role.CLIENT));
        Call create = server.call("POST", "/api/chat/rooms").bearer(server.adminToken());
        assertThat(create.json("{\"id\":\"hall\",\"name\":\"Hall\"}").send().status())
                .isEqualTo(201);
        Call post = server.call("POST", "/api/chat/rooms/hall/messages").bearer(token);
        assertThat(post.json("{\"file_ids\":[\"" + id + "\"]}").send().status()).isEqualTo(201);

        assertThat(server.call("GET", "/api/files/" + id).bearer(reader).send().body())
                .isEqualTo("x");
        assertThat(server.call("DELETE", "/api/files/" + id)
                        .bearer(reader)
                        .send()
                        .status())
                .isEqualTo(403);
        for (String owner : List.of(token, server.adminToken())) {
            Reply refused =
                    server.call("DELETE", "/api/files/" + id).bearer(owner).send();
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("code")).isEqualTo("file_in_use");
        }
        assertThat(server.call("DELETE", "/api/chat/rooms/hall")
                        .bearer(server.adminToken())
                        .send()
                        .status())
                .isEqualTo(204);
        for (String former : List.of(token, reader, server.adminToken())) {
            assertThat(server.call("GET", "/api/files/" + id)
                            .bearer(former)
                            .send()
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void ones_own_files_are_listed_in_pages() {
        server.add("other", Role.CLIENT);
        for (int i = 0; i < 3; i++) {
            server.clock.advance(Duration.ofSeconds(1));
            send("f" + i, "12345");
        }
        Reply first = get("/api/files?mine&limit=2").send();

        assertThat(first.header("X-Quota-Used")).isEqualTo("15");
        assertThat(first.json().get(0).get("name").getStringValue()).isEqualTo("f2");
        assertThat(first.json().size()).isEqualTo(2);
        String link = Objects.requireNonNull(first.header("Link"));
        Reply second =
                get(link.substring(link.indexOf("/api"), link.indexOf('>'))).send();
        assertThat(second.json().size()).isEqualTo(1);
        assertThat(second.json().get(0).get("name").getStringValue()).isEqualTo("f0");
        assertThat(second.header("Link")).isNull();
        assertThat(get("/api/files?mine=true").send().json().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?mine=false", "?limit=2", "?mine&mine"})
    void files_of_all_users_cannot_be_listed(String query) {
        Reply refused = get("/api/files" + query).send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.wrongFields()).contains("mine");
    }
}
