package io.clubroom.testkit.browser;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The programs that tests in a browser need.
 *
 * @param chromium {@code CHROMIUM} of the environment, or one on the path
 * @param node Node.js 20 or newer, which runs Playwright
 */
record Programs(Path chromium, Path node) {
    private static final int MIN_NODE_VERSION = 20;

    static Optional<Programs> find() {
        return findChromium().flatMap(chromium -> findNode().map(node -> new Programs(chromium, node)));
    }

    private static Optional<Path> findChromium() {
        return Stream.of(
                        Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of),
                        Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                                .flatMap(Programs::onPath),
                        Stream.of(Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")))
                .flatMap(found -> found)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> findNode() {
        return onPath("node").filter(node -> version(node) >= MIN_NODE_VERSION).findFirst();
    }

    private static Stream<Path> onPath(String name) {
        @Nullable String path = System.getenv("PATH");
        return Stream.ofNullable(path)
                .flatMap(directories -> Stream.of(directories.split(File.pathSeparator)))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable);
    }

    private static int version(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = Pattern.compile("v(\\d+)\\.").matcher(answer);
            return version.lookingAt() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException broken) {
            return 0;
        }
    }
}
