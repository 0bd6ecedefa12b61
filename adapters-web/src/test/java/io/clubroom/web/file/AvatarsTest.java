package io.clubroom.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Form;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvatarsTest {
    private final TestServer server = TestServer.fresh();
    private User user;
    private String token;

    @BeforeEach
    void signIn() {
        user = server.add("ada", Role.CLIENT);
        token = server.token(user);
    }

    private Call call(String method) {
        return server.call(method, "/api/users/" + user.id() + "/avatar").bearer(token);
    }

    private Reply put(byte[] picture) {
        return call("PUT").body("image/png", picture).send();
    }

    private Call get(String query) {
        return server.call("GET", "/api/users/" + user.id() + "/avatar" + query).bearer(token);
    }

    private Reply me() {
        return server.call("GET", "/api/users/me").bearer(token).send();
    }

    @Test
    void a_picture_changes_the_user_and_is_sent_in_three_sizes() {
        Reply set = put(TestServer.PNG);

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.header("ETag")).isEqualTo("\"1\"");
        String url = Objects.requireNonNull(set.text("avatar_url"));
        assertThat(url).startsWith("/api/users/" + user.id() + "/avatar?v=");
        assertThat(me().text("avatar_url")).isEqualTo(url);
        for (String query : new String[] {"", "?size=64", "?size=256", "?size=512", "?v=1"}) {
            Reply picture = get(query).send();
            assertThat(picture.status()).isEqualTo(200);
            assertThat(picture.header("Content-Type")).isEqualTo("image/jpeg");
            assertThat(picture.header("Cache-Control")).isEqualTo("private, no-cache");
        }
    }

    @Test
    void a_picture_may_be_sent_in_a_form() {
        assertThat(Form.file("a.png", TestServer.PNG).to(call("PUT")).send().status())
                .isEqualTo(200);
    }

    @Test
    void another_picture_has_another_address_and_tag() {
        String first = put(TestServer.PNG).text("avatar_url");
        String tag = Objects.requireNonNull(get("").send().header("ETag"));

        assertThat(get("").header("If-None-Match", tag).send().status()).isEqualTo(304);
        assertThat(put(TestServer.PNG).text("avatar_url")).isNotEqualTo(first);
        assertThat(get("").header("If-None-Match", tag).send().status()).isEqualTo(200);
    }

    @Test
    void a_removed_picture_is_gone() {
        put(TestServer.PNG);

        assertThat(call("DELETE").send().status()).isEqualTo(204);
        assertThat(call("DELETE").send().status()).isEqualTo(204);

        assertThat(me().body()).contains("\"avatar_url\":null");
        assertThat(get("").send().text("code")).isEqualTo("avatar_not_found");
    }

    @Test
    void what_is_no_picture_changes_nothing() {
        Reply text = put("hello".getBytes(StandardCharsets.UTF_8));
        Reply damaged = put("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(text.status()).isEqualTo(415);
        assertThat(damaged.text("code")).isEqualTo("invalid_image");
        assertThat(me().body()).contains("\"avatar_url\":null");
    }

    @Test
    void a_size_that_pictures_do_not_have_is_refused() {
        put(TestServer.PNG);

        assertThat(get("?size=100").send().status()).isEqualTo(400);
    }

    @Test
    void only_the_user_and_administrators_change_the_picture() {
        token = server.token(server.add("eve", Role.CLIENT));
        assertThat(put(TestServer.PNG).status()).isEqualTo(403);
        assertThat(call("DELETE").send().status()).isEqualTo(403);

        token = server.token(server.add("root", Role.ADMIN));
        assertThat(put(TestServer.PNG).status()).isEqualTo(200);

        token = server.token(server.add("bob", Role.CLIENT));
        assertThat(get("").send().status()).isEqualTo(200);
    }

    @Test
    void a_picture_needs_a_user() {
        token = server.token(server.add("root", Role.ADMIN));
        Call call = server.call("PUT", "/api/users/00000000-0000-4000-8000-000000000000/avatar");

        assertThat(call.bearer(token).body("image/png", TestServer.PNG).send().text("code"))
                .isEqualTo("user_not_found");
    }
}
