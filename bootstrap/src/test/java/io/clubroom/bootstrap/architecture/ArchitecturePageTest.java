package io.clubroom.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.live.Limits;
import io.clubroom.application.chat.live.Readings;
import io.clubroom.chat.Bounds;
import io.clubroom.persistence.chat.PostgresRoomRelay;
import io.clubroom.web.connection.HttpBounds;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the page about the architecture against the code. */
class ArchitecturePageTest {
    private static final Pattern CLASS_IN_PICTURE = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z]+)*\\b");
    private static final Pattern BOUND = Pattern.compile("\\| [^|]+ \\| ([\\d,]+) \\| `(\\w+)\\.(\\w+)` \\| [^|]*\\|");

    private static String section(String title) throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        String heading = "## " + title + "\n";
        assertThat(page).contains(heading);
        String from = page.substring(page.indexOf(heading) + heading.length());
        return from.substring(0, from.indexOf("\n## "));
    }

    @Test
    void the_picture_of_the_way_of_a_message_shows_classes_that_exist() throws IOException {
        String section = section("The way of a message");
        String picture = section.substring(section.indexOf("```mermaid"), section.lastIndexOf("```"));
        Set<String> shown = CLASS_IN_PICTURE
                .matcher(picture)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        Set<String> classes = new HashSet<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of(".."))) {
            for (Path module : modules) {
                Path compiled = module.resolve("target/classes");
                if (Files.isDirectory(compiled)) {
                    try (Stream<Path> files = Files.walk(compiled)) {
                        files.map(file ->
                                        file.getFileName().toString().replaceFirst("^(?:.*\\$)?(\\w+)\\.class$", "$1"))
                                .forEach(classes::add);
                    }
                }
            }
        }

        assertThat(shown).contains("ChatEndpoint", "ChatDispatcher", "LiveRooms", "ChangeMessages", "FrameWriter");
        assertThat(classes).containsAll(shown);
    }

    @Test
    void the_bounds_of_the_chat_are_those_in_the_code_and_complete() throws Exception {
        assertThat(stated("Bounds of the chat")).isEqualTo(bounds());
    }

    @Test
    void the_bounds_of_http_are_those_in_the_code_and_complete() throws Exception {
        Map<String, Long> bounds = constants(HttpBounds.class);
        bounds.put("Limit.MAX_KEYS", constant("io.clubroom.web.limit.Limit", "MAX_KEYS"));
        bounds.put(
                "AccessTokenAuthenticator.MAX_CACHED_TOKENS",
                constant("io.clubroom.web.auth.AccessTokenAuthenticator", "MAX_CACHED_TOKENS"));

        assertThat(stated("Bounds of HTTP")).isEqualTo(bounds);
    }

    @Test
    void the_bounds_of_files_and_pictures_are_those_in_the_code() throws Exception {
        Map<String, Long> stated = stated("Bounds of files");
        stated.putAll(stated("Bounds of pictures"));
        Map<String, Long> bounds = new HashMap<>();
        for (String name : stated.keySet()) {
            bounds.put(name, boundOfFiles(name));
        }

        assertThat(stated).hasSizeGreaterThan(15).isEqualTo(bounds);
    }

    /** A constant of a class that has to do with files, in seconds if it is a time. */
    private static long boundOfFiles(String name) throws ReflectiveOperationException {
        String[] parts = name.split("\\.");
        String type = Stream.of("application.file", "domain.file", "files", "pictures", "web.connection", "web.file")
                .map(feature -> "io.clubroom." + feature + "." + parts[0])
                .filter(ArchitecturePageTest::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no class " + parts[0]));
        Field field = Class.forName(type).getDeclaredField(parts[1]);
        field.setAccessible(true);
        return field.get(null) instanceof Duration time ? time.toSeconds() : field.getLong(null);
    }

    private static boolean exists(String type) {
        return ArchitecturePageTest.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null;
    }

    private static Map<String, Long> stated(String section) throws IOException {
        return BOUND.matcher(section(section))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(2) + "." + row.group(3),
                        row -> Long.valueOf(row.group(1).replace(",", "")),
                        // A bound may be that of several things.
                        (bound, same) -> {
                            assertThat(same).isEqualTo(bound);
                            return bound;
                        }));
    }

    private static Map<String, Long> constants(Class<?> type) throws ReflectiveOperationException {
        Map<String, Long> constants = new HashMap<>();
        for (Field bound : type.getFields()) {
            if (Modifier.isStatic(bound.getModifiers())) {
                constants.put(type.getSimpleName() + "." + bound.getName(), (long) bound.getInt(null));
            }
        }
        return constants;
    }

    /** A constant of a class that is not public. */
    private static long constant(String type, String name) throws ReflectiveOperationException {
        Field field = Class.forName(type).getDeclaredField(name);
        field.setAccessible(true);
        return field.getInt(null);
    }

    private static Map<String, Long> bounds() throws ReflectiveOperationException {
        Map<String, Long> bounds = new HashMap<>();
        for (RecordComponent limit : Limits.class.getRecordComponents()) {
            // The others are times.
            if (limit.getType() == int.class) {
                int value = (int) limit.getAccessor().invoke(Limits.DEFAULT);
                bounds.put("Limits." + limit.getName(), (long) value);
            }
        }
        bounds.putAll(constants(Bounds.class));
        bounds.put("Readings.MAX_READERS", (long) Readings.MAX_READERS);
        bounds.put(
                "SentReadMarkers.MAX_USERS",
                constant("io.clubroom.application.chat.live.SentReadMarkers", "MAX_USERS"));
        bounds.put("Peers.MAX_READ_MARKERS", constant("io.clubroom.application.chat.live.Peers", "MAX_READ_MARKERS"));
        bounds.put("PostgresRoomRelay.MAX_QUEUED", (long) PostgresRoomRelay.MAX_QUEUED);
        bounds.put("ChangeRules.MAX_EMOJIS", constant("io.clubroom.domain.chat.ChangeRules", "MAX_EMOJIS"));
        for (String name : List.of("MAX_ROOMS", "MAX_LOADED", "MAX_COUNTED", "MAX_DURING_LOAD")) {
            bounds.put("UserFeeds." + name, constant("io.clubroom.application.chat.feed.UserFeeds", name));
        }
        return bounds;
    }
}
