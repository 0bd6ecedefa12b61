package io.clubroom.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Form;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see of a store that is full or away. */
class StoreFaultsTest {
    private static final String BYTES = "application/offset+octet-stream";

    private final TestServer server = TestServer.fresh();
    private String token;
    private String avatar;
    private String picture;
    private String upload;

    @BeforeEach
    void storeSomething() {
        User user = server.add("owner", Role.CLIENT);
        token = server.token(user);
        avatar = "/api/users/" + user.id() + "/avatar";
        assertThat(sendAvatar().status()).isEqualTo(200);
        picture = Objects.requireNonNull(sendFile().header("Location"));
        upload = Objects.requireNonNull(call("POST", "/api/uploads")
                .header("Upload-Length", "10")
                .send()
                .header("Location"));
        assertThat(sendPart(0, "01234").status()).isEqualTo(204);
    }

    @AfterEach
    void repair() {
        server.store.comeBack();
    }

    private Call call(String method, String path) {
        return server.call(method, path).bearer(token).header("Tus-Resumable", "1.0.0");
    }

    private Reply sendFile() {
        return Form.file("a.png", TestServer.PNG).to(call("POST", "/api/files")).send();
    }

    private Reply sendAvatar() {
        return call("PUT", avatar).body("image/png", TestServer.PNG).send();
    }

    private Reply sendPart(long offset, String part) {
        return call("PATCH", upload)
                .header("Upload-Offset", "" + offset)
                .body(BYTES, part)
                .send();
    }

    private Reply beginWithBytes() {
        return call("POST", "/api/uploads")
                .header("Upload-Length", "10")
                .body(BYTES, "01234")
                .send();
    }

    private Reply get(String path) {
        return call("GET", path).send();
    }

    @Test
    void a_full_store_refuses_what_is_new_and_is_read() {
        String before = get("/api/files?mine").body();
        server.store.becomeFull();

        for (Reply refused : new Reply[] {sendFile(), sendAvatar(), sendPart(5, "56789"), beginWithBytes()}) {
            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.text("code")).isEqualTo("storage_full");
        }
        assertThat(get("/api/files?mine").body()).isEqualTo(before);
        for (String path : new String[] {picture, picture + "/info", picture + "/thumbnail?size=64", avatar}) {
            assertThat(get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(call("HEAD", upload).send().header("Upload-Offset")).isEqualTo("5");

        server.store.comeBack();
        assertThat(sendPart(5, "56789").header("Upload-Result")).isNotNull();
        assertThat(sendFile().status()).isEqualTo(201);
    }

    @Test
    void without_the_store_what_needs_it_can_be_repeated_later_and_everything_else_works() {
        server.store.goAway();

        Stream.of(
                        sendFile(),
                        sendAvatar(),
                        sendPart(5, "56789"),
                        beginWithBytes(),
                        get(picture),
                        get(picture + "/thumbnail?size=64"),
                        get(avatar))
                .forEach(refused -> {
                    assertThat(refused.status()).isEqualTo(503);
                    assertThat(refused.text("code")).isEqualTo("store_unavailable");
                    assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
                });
        assertThat(get(picture + "/info").status()).isEqualTo(200);
        assertThat(call("HEAD", upload).send().header("Upload-Offset")).isEqualTo("5");
        assertThat(get("/api/files?mine").status()).isEqualTo(200);
        assertThat(get("/api/users/me").text("avatar_url")).isNotNull();

        server.store.comeBack();
        assertThat(get(picture).status()).isEqualTo(200);
        assertThat(get(avatar).status()).isEqualTo(200);
        assertThat(sendPart(5, "56789").header("Upload-Result")).isNotNull();
    }
}
