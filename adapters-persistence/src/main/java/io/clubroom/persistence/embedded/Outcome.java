package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** The exit code and output of a program. */
record Outcome(int exit, String output) {
    /** An error line up to the message: in the server's log it begins with time and process id. */
    private static final Pattern ERROR_PREFIX = Pattern.compile("^.*(?:FATAL|PANIC|error): +");

    /** Runs the program and waits until it ends. */
    static Outcome of(ProcessBuilder program, String input) throws IOException {
        Process process = program.redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        } catch (IOException closed) {
            // The program ended without reading its input; its exit code says more.
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.onExit().join().exitValue(), output);
    }

    boolean succeeded() {
        return exit == 0;
    }

    /** The last error message in the output, or its last line if there is none. */
    String error() {
        List<String> lines = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.reversed().stream()
                .filter(line -> ERROR_PREFIX.matcher(line).find())
                .map(line -> ERROR_PREFIX.matcher(line).replaceFirst(""))
                .findFirst()
                .orElse(lines.isEmpty() ? "no output" : lines.getLast());
    }
}
