package io.clubroom.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clubroom.bootstrap.support.ChatClient;
import io.clubroom.bootstrap.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pastes the tour of README.md into a shell, and compares what it prints. Skipped without bash, curl and python3. */
class ReadmeTourTest {
    private static final String AFTER_EACH = "\u0001";

    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```\\n(?:```\\n(.*?)```\\n)?", Pattern.DOTALL);

    /** What differs from run to run. */
    private static final Pattern VARYING =
            Pattern.compile("…|[0-9a-f]{8}-[0-9a-f-]{27}|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

    @TempDir
    Path directory;

    /** @param output what README.md shows below the commands, empty if nothing */
    private record Block(String commands, String output) {
        /** Whether it can be run beside the tests: it neither starts a server nor uses one with HTTPS. */
        boolean isRunnable() {
            return !commands.contains("./run") && !commands.contains("https://");
        }

        /** A regular expression for one line of output, or for one frame. */
        static String pattern(String shown) {
            StringBuilder pattern = new StringBuilder();
            Matcher varying = VARYING.matcher(shown);
            int end = 0;
            while (varying.find()) {
                pattern.append(Pattern.quote(shown.substring(end, varying.start())))
                        .append(".*");
                end = varying.end();
            }
            return pattern.append(Pattern.quote(shown.substring(end))).toString();
        }
    }

    @Test
    void the_tour_prints_what_it_shows_when_it_is_pasted_from_top_to_bottom() throws Exception {
        assumeTrue(
                Stream.of("bash", "curl", "python3").allMatch(ReadmeTourTest::isInstalled), "no bash, curl or python3");
        List<Block> blocks = blocks();
        assertThat(blocks).hasSizeGreaterThan(8);
        try (TestServer server = TestServer.start(
                directory, Map.of("ADAPTERS", "memory", "ADMIN_EMAIL", "admin@localhost", "RATE_LIMITS", "on"))) {
            String[] printed = paste(blocks, server.address());

            for (int i = 0; i < blocks.size(); i++) {
                assertThat(printed[i].strip())
                        .as(blocks.get(i).commands())
                        .matches(
                                isChat(blocks.get(i))
                                        ? ""
                                        : Block.pattern(blocks.get(i).output().strip()));
            }
            List<String> frames = Files.readAllLines(directory.resolve("frames"));
            List<String> answers = blocks.stream()
                    .filter(ReadmeTourTest::isChat)
                    .findFirst()
                    .orElseThrow()
                    .output()
                    .lines()
                    .toList();
            try (ChatClient client = ChatClient.connect(server.api())) {
                frames.forEach(client::send);
                for (String answer : answers) {
                    String type = answer.replaceFirst("\\{\"type\":\"(\\w+)\".*", "$1");
                    assertThat(client.await(type).toString()).matches(Block.pattern(answer));
                }
            }
        }
    }

    private static boolean isChat(Block block) {
        return block.commands().contains("websocat");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static List<Block> blocks() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int start = readme.indexOf("## A tour in five minutes");
        Matcher matcher = BLOCK.matcher(readme.substring(start, readme.indexOf("\n## ", start)));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
        }
        return blocks.stream().filter(Block::isRunnable).toList();
    }

    /** Returns the output of each block. The frames for the chat are written to a file. */
    private String[] paste(List<Block> blocks, URI address) throws IOException, InterruptedException {
        String script = blocks.stream()
                .map(block -> block.commands()
                                .replace("http://localhost:8080", address.toString())
                                .replaceFirst(
                                        "(?m)^ADMIN_PASSWORD=.*$", "ADMIN_PASSWORD='" + TestServer.ADMIN_PASSWORD + "'")
                        + "printf '\\001'\n")
                .collect(Collectors.joining());
        Process shell = new ProcessBuilder("bash", "-c", "websocat() { cat > frames; }\nsleep() { :; }\n" + script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.split(AFTER_EACH, -1);
    }
}
