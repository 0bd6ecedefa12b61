package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.Race;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers on one database. */
@Order(1)
class TwoNodesTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The bytes that the files of a user may have. */
    private static final long QUOTA = 10_500;

    private static final byte[] PNG = png();

    @TempDir
    static Path directory;

    private static TestServer one;
    private static TestServer other;
    private static Api admin;
    private static Api adminOnOther;

    @BeforeAll
    static void start() {
        Map<String, String> variables = Map.of(
                "DATABASE_URL",
                TestDatabase.create().url(),
                "JWT_SECRET",
                "the same on both nodes, and long enough",
                "FILES",
                directory.resolve("files").toString(),
                "FILE_QUOTA_BYTES",
                Long.toString(QUOTA));
        one = TestServer.start(directory, variables);
        other = TestServer.start(directory, variables);
        admin = one.api().signedInAsAdmin();
        adminOnOther = other.api().with(admin.token());
    }

    private static byte[] png() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", png);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return png.toByteArray();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    /** A change that revokes a user's tokens. */
    enum Revocation {
        DEACTIVATION {
            @Override
            void apply(String path) {
                admin.patch(path, "{\"active\":false}").expect(200);
            }
        },
        DELETION {
            @Override
            void apply(String path) {
                admin.delete(path).expect(204);
            }
        },
        DEMOTION {
            @Override
            void apply(String path) {
                admin.put(path, "{\"role\":\"trainer\"}").expect(200);
            }
        },
        NEW_PASSWORD {
            @Override
            void apply(String path) {
                admin.put(path, "{\"password\":\"NewSecurePass456\"}").expect(200);
            }
        };

        abstract void apply(String path);
    }

    @ParameterizedTest
    @EnumSource
    void a_token_revoked_on_one_node_is_soon_refused_on_the_other(Revocation revocation) {
        String name = name("holder");
        String path = admin.register(name, "admin");
        Api holder = one.api().signedInAs(name);
        Api holderOnOther = other.api().with(holder.token());
        holder.get("/api/users/me").expect(200);
        holderOnOther.get("/api/users/me").expect(200);

        revocation.apply(path);

        holder.get("/api/users/me").expect(401);
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> holderOnOther.get("/api/users/me").status() == 401);
        if (revocation != Revocation.DELETION) {
            admin.delete(path).expect(204);
        }
    }

    @Test
    void one_of_12_concurrent_registrations_of_a_name_on_both_nodes_succeeds() {
        String name = name("wanted");
        List<Reply> replies = Race.of(
                12,
                number -> node(number)
                        .post("/api/users", Api.registration(number % 3 == 0 ? name.toUpperCase() : name, "client")));

        List<Integer> statuses = replies.stream().map(Reply::status).toList();
        assertThat(statuses).containsOnly(201, 400);
        assertThat(frequency(statuses, 201)).isEqualTo(1);
        assertThat(adminOnOther.get("/api/users?q=" + name).json()).hasSize(1);
    }

    @Test
    void one_of_12_concurrent_changes_of_a_version_on_both_nodes_succeeds() {
        String path = admin.register(name("contended"), "client");
        String version = admin.get(path).header("ETag");
        List<Reply> replies = Race.of(
                12,
                number -> node(number)
                        .with(admin.token())
                        .patch(path, "{\"full_name\":\"Writer %d\"}".formatted(number), "If-Match", version));

        List<Integer> statuses = replies.stream().map(Reply::status).toList();
        assertThat(statuses).containsOnly(200, 412);
        assertThat(frequency(statuses, 200)).isEqualTo(1);
        JsonNode made = replies.get(statuses.indexOf(200)).json();
        assertThat(adminOnOther.get(path).json()).isEqualTo(made);
    }

    @Test
    void one_of_two_administrators_who_demote_each_other_on_different_nodes_remains() {
        String firstPath = "/api/users/" + admin.get("/api/users/me").text("id");
        for (int round = 0; round < 5; round++) {
            String name = name("rival");
            String secondPath = admin.register(name, "admin");
            Api second = other.api().signedInAs(name);
            List<Reply> replies = Race.of(
                    2,
                    number -> number == 0
                            ? admin.put(secondPath, "{\"role\":\"client\"}")
                            : second.put(firstPath, "{\"role\":\"client\"}"));

            boolean firstStays = replies.getFirst().status() == 200;
            assertThat(replies.get(firstStays ? 0 : 1).status()).isEqualTo(200);
            // The demoted administrator's token may have been revoked already.
            assertThat(replies.get(firstStays ? 1 : 0).status()).isIn(409, 401);
            if (!firstStays) {
                second.put(firstPath, "{\"role\":\"admin\"}").expect(200);
                admin = one.api().signedInAsAdmin();
                adminOnOther = other.api().with(admin.token());
                admin.put(secondPath, "{\"role\":\"client\"}").expect(200);
            }
            assertThat(admin.get("/api/users/role/admin").expect(200).json()).hasSize(1);
        }
    }

    @Test
    void a_hundred_files_sent_to_both_nodes_at_once_do_not_exceed_the_quota() {
        String name = name("hoarder");
        String path = admin.register(name, "client");
        String token = one.api().signedInAs(name).token();
        byte[] content = "x".repeat(1_000).getBytes(UTF_8);
        List<Reply> replies = Race.of(100, number -> {
            Api hoarder = node(number).with(token);
            return number % 4 < 2 ? hoarder.postFile("x.txt", content) : hoarder.beginUpload(content.length);
        });

        List<Integer> statuses = replies.stream().map(Reply::status).toList();
        // A busy machine does not serve all of them.
        assertThat(statuses).contains(201).isSubsetOf(201, 413, 503);
        String used = other.api().with(token).get("/api/files?mine").header("X-Quota-Used");
        assertThat(Long.parseLong(used)).isPositive().isLessThanOrEqualTo(QUOTA);
        admin.delete(path).expect(204);
    }

    @Test
    void what_was_deleted_is_soon_gone_from_the_folder_of_both_nodes() throws Exception {
        Set<Path> before = contents();
        String name = name("leaver");
        String path = admin.register(name, "client");
        Api leaver = one.api().signedInAs(name);
        String room = name("hall");
        admin.post("/api/chat/rooms", "{\"id\":\"%1$s\",\"name\":\"%1$s\"}".formatted(room))
                .expect(201);
        String ofLeaver = leaver.postFile("a.png", PNG).expect(201).text("id");
        leaver.get("/api/files/" + ofLeaver + "/thumbnail?size=64").expect(200);
        attach(leaver, "general", ofLeaver);
        leaver.postFile("unused.png", PNG).expect(201);
        leaver.beginUpload(10, (byte) 'x').expect(201);
        leaver.send("PUT", path + "/avatar", BodyPublishers.ofByteArray(PNG), "Content-Type", "image/png")
                .expect(200);
        String ofRoom = admin.postFile("b.png", PNG).expect(201).text("id");
        attach(admin, room, ofRoom);
        String alone = adminOnOther.postFile("c.png", PNG).expect(201).text("id");
        // Two files of the leaver, a thumbnail, a part, three sizes of the picture, and two files of the administrator.
        assertThat(contents().stream().filter(file -> !before.contains(file))).hasSize(9);

        admin.delete(path).expect(204);
        adminOnOther.delete("/api/chat/rooms/" + room).expect(204);
        admin.delete("/api/files/" + alone).expect(204);

        for (String id : List.of(ofLeaver, ofRoom, alone)) {
            adminOnOther.get("/api/files/" + id).expect(404);
        }
        await().until(() -> before.containsAll(contents()));
    }

    private static void attach(Api sender, String room, String file) {
        sender.post("/api/chat/rooms/" + room + "/messages", "{\"file_ids\":[\"" + file + "\"]}")
                .expect(201);
    }

    private static Set<Path> contents() throws IOException {
        try (Stream<Path> files = Files.find(
                directory.resolve("files"),
                2,
                (file, _) -> file.getParent().getFileName().toString().length() == 2)) {
            return files.collect(Collectors.toSet());
        } catch (UncheckedIOException removedMeanwhile) {
            return contents();
        }
    }

    private static Api node(int number) {
        return number % 2 == 0 ? one.api() : other.api();
    }

    private static String name(String stem) {
        return stem + "-" + COUNT.incrementAndGet();
    }
}
