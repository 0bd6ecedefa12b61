package io.clubroom.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.json.tree.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListTest {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private final TestServer server = TestServer.fresh();

    @Test
    void a_list_is_an_array_with_the_newest_first_and_the_total() {
        add("first", "second");

        Reply reply = get("/api/users");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(usernames(reply)).containsExactly("second", "first", "admin");
        assertThat(reply.header("X-Total-Count")).isEqualTo("3");
        assertThat(reply.header("Link")).isNull();
        assertThat(reply.body()).startsWith("[{").contains("\"phone_number\":null");
    }

    @Test
    void no_users_are_an_empty_array() {
        Reply reply = get("/api/users/role/trainer");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("[]");
        assertThat(reply.header("X-Total-Count")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "created_at",
                "-created_at",
                "username",
                "-username",
                "email",
                "-email",
                "full_name",
                "-full_name"
            })
    void the_pages_together_are_the_list_in_every_order(String sort) {
        add("ada", "Bea", "cleo", "Dora", "eve", "Flo", "gina");
        String query = sort.isEmpty() ? "" : "&sort=" + sort;
        List<String> whole = usernames(get("/api/users?limit=500" + query));

        List<String> paged = new ArrayList<>();
        String path = "/api/users?limit=3" + query;
        int pages = 0;
        while (path != null) {
            Reply page = get(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("X-Total-Count")).isEqualTo("8");
            paged.addAll(usernames(page));
            path = next(page);
            pages++;
        }

        assertThat(paged).isEqualTo(whole).hasSize(8);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void sorts_by_the_field_that_sort_names() {
        add("ada", "Bea");

        assertThat(usernames(get("/api/users?sort=username"))).containsExactly("ada", "admin", "Bea");
        assertThat(usernames(get("/api/users?sort=-username"))).containsExactly("Bea", "admin", "ada");
        assertThat(usernames(get("/api/users?sort=created_at"))).containsExactly("admin", "ada", "Bea");
    }

    @Test
    void a_full_last_page_has_no_next_one() {
        add("ada");

        assertThat(get("/api/users?limit=2").header("Link")).isNull();
        assertThat(get("/api/users?limit=1").header("Link")).isNotNull();
    }

    @Test
    void users_created_or_deleted_between_pages_neither_repeat_nor_hide_others() {
        List<User> added = add("ada", "bea", "cleo", "dora");
        Reply first = get("/api/users?limit=2");

        server.removeQuietly(added.get(3));
        add("late");

        assertThat(usernames(first)).containsExactly("dora", "cleo");
        assertThat(usernames(get(next(first)))).containsExactly("bea", "ada");
    }

    @Test
    void the_next_link_keeps_all_other_parameters() {
        add("müller a&b", "müller c&d");

        Reply reply = get("/api/users?q=m%C3%BCLLER%20c%26&limit=1&x=%3C1%3E&x=2&active=true&q2=");
        Reply more = get("/api/users?active=true&q=m%C3%BCller%20&limit=1&x=%3C1%3E&x=2&empty=");

        assertThat(reply.header("Link")).isNull();
        assertThat(next(more))
                .startsWith("/api/users?active=true&q=m%C3%BCller%20&limit=1&x=%3C1%3E&x=2&empty=&cursor=");
        assertThat(usernames(get(next(more)))).containsExactly("müller a&b");
    }

    @Test
    void the_next_link_of_a_role_stays_in_the_role() {
        server.add("one", Role.TRAINER);
        server.add("two", Role.TRAINER);

        Reply reply = get("/api/users/role/trainer?limit=1&sort=username");

        assertThat(usernames(reply)).containsExactly("one");
        assertThat(next(reply)).startsWith("/api/users/role/trainer?limit=1&sort=username&cursor=");
        assertThat(usernames(get(next(reply)))).containsExactly("two");
    }

    @Test
    void each_filter_keeps_the_users_that_match() {
        server.add("coach", Role.TRAINER);
        User gone = server.add("gone", Role.CLIENT);
        server.call("PUT", "/api/users/" + gone.id())
                .bearer(server.adminToken())
                .json("{\"active\":false}")
                .send();

        assertThat(usernames(get("/api/users?role=trainer"))).containsExactly("coach");
        assertThat(usernames(get("/api/users/role/trainer"))).containsExactly("coach");
        assertThat(usernames(get("/api/users/role/TRAINER"))).containsExactly("coach");
        assertThat(usernames(get("/api/users?active=false"))).containsExactly("gone");
        assertThat(usernames(get("/api/users?active=true&sort=username"))).containsExactly("admin", "coach");
        assertThat(usernames(get("/api/users?q=OACH"))).containsExactly("coach");
        assertThat(usernames(get("/api/users?q=gone%40EXAMPLE"))).containsExactly("gone");
        assertThat(usernames(get("/api/users?q=%25"))).isEmpty();
        assertThat(get("/api/users?q=oach").header("X-Total-Count")).isEqualTo("1");
    }

    @Test
    void searches_for_the_longest_address() {
        String address = "x".repeat(64) + "@" + "y".repeat(60) + "." + "z".repeat(60) + "." + "w".repeat(63) + ".com";
        assertThat(address).hasSize(254);
        server.call("POST", "/api/users")
                .json("{\"username\":\"far-away\",\"email\":\"" + address
                        + "\",\"password\":\"SecurePass123\",\"full_name\":\"Far Away\"}")
                .send();

        assertThat(usernames(get("/api/users?q=" + address.replace("@", "%40"))))
                .containsExactly("far-away");
    }

    @Test
    void rejects_an_unknown_role() {
        for (String path : new String[] {"/api/users/role/boss", "/api/users?role=boss", "/api/users?role="}) {
            Reply reply = get(path);

            assertThat(reply.status()).as(path).isEqualTo(400);
            assertThat(reply.wrongFields()).containsExactly("role");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 501",
        "limit, -1",
        "limit, ten",
        "limit, ''",
        "limit, 1.0",
        "limit, 99999999999",
        "limit, %2B1",
        "active, yes",
        "active, ''",
        "active, TRUE",
        "sort, password_hash",
        "sort, ''",
        "sort, --username",
        "sort, Username",
        "q, ''",
        "q, %00",
        "cursor, ''",
        "cursor, !!!",
        "cursor, AAAA",
        "cursor, 🙂"
    })
    void names_an_invalid_parameter(String name, String value) {
        String encoded = value.startsWith("%") ? value : URLEncoder.encode(value, StandardCharsets.UTF_8);

        Reply reply = get("/api/users?" + name + "=" + encoded);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("invalid_input");
        assertThat(reply.wrongFields()).containsExactly(name);
    }

    @Test
    void the_largest_limit_and_the_longest_text_are_accepted() {
        assertThat(get("/api/users?limit=500&q=" + "x".repeat(254)).status()).isEqualTo(200);
        assertThat(get("/api/users?limit=1").status()).isEqualTo(200);
        assertThat(get("/api/users?q=" + "x".repeat(255)).wrongFields()).containsExactly("q");
    }

    @Test
    void a_page_has_a_hundred_users_by_default() {
        for (int i = 0; i < 100; i++) {
            server.add("user" + (1000 + i), Role.CLIENT);
        }

        Reply reply = get("/api/users");

        assertThat(usernames(reply)).hasSize(100);
        assertThat(reply.header("X-Total-Count")).isEqualTo("101");
        assertThat(usernames(get(next(reply)))).hasSize(1);
    }

    @Test
    void all_faults_of_a_query_are_reported_together() {
        Reply reply = get("/api/users?role=boss&active=maybe&q=&sort=age&limit=0&cursor=x");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.wrongFields()).containsExactly("role", "active", "q", "sort", "limit", "cursor");
    }

    @Test
    void rejects_a_parameter_given_twice() {
        assertThat(get("/api/users?limit=1&limit=2").wrongFields()).containsExactly("limit");
        assertThat(get("/api/users/role/trainer?role=client").wrongFields()).containsExactly("role");
    }

    @Test
    void a_cursor_is_valid_for_its_own_order_only() {
        add("ada", "bea");
        String link = next(get("/api/users?limit=1&sort=username"));
        String cursor = link.substring(link.indexOf("cursor="));

        for (String sort : new String[] {"", "&sort=-username", "&sort=email", "&sort=created_at"}) {
            Reply reply = get("/api/users?" + cursor + sort);

            assertThat(reply.status()).as(sort).isEqualTo(400);
            assertThat(reply.wrongFields()).containsExactly("cursor");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-created_at\n00000000-0000-0000-0000-000000000000\nyesterday",
                "-created_at\n00000000-0000-0000-0000-000000000000\n+1000000000-12-31T23:59:59Z",
                "-created_at\n00000000-0000-0000-0000-000000000000\n-0001-12-31T23:59:59Z",
                "-created_at\n1-1-1-1-1\n2026-01-01T00:00:00Z",
                "-created_at\n00000000-0000-0000-0000-000000000000",
                "-created_at",
                "username\n00000000-0000-0000-0000-000000000000\na\0b",
            })
    void rejects_a_forged_cursor(String content) {
        String cursor = Base64.getUrlEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        String sort = content.startsWith("-") ? "" : "&sort=username";

        Reply reply = get("/api/users?cursor=" + cursor.replace("=", "%3D") + sort);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.wrongFields()).containsExactly("cursor");
    }

    private List<User> add(String... usernames) {
        List<User> users = new ArrayList<>();
        for (String username : usernames) {
            server.clock.advance(Duration.ofSeconds(1));
            users.add(server.add(username, Role.CLIENT));
        }
        return users;
    }

    private Reply get(String path) {
        return server.call("GET", path).bearer(server.adminToken()).send();
    }

    private static String next(Reply reply) {
        String link = reply.header("Link");
        if (link == null) {
            return null;
        }
        Matcher matcher = NEXT.matcher(link);
        assertThat(matcher.matches()).as(link).isTrue();
        return matcher.group(1);
    }

    private static List<String> usernames(Reply reply) {
        List<String> names = new ArrayList<>();
        for (JsonNode user : reply.json().values()) {
            names.add(user.get("username").getStringValue());
        }
        return names;
    }
}
