package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** How a program ended and what it said. */
record Outcome(int exit, String output) {
    /** With what stands before it in a log: the time and the process. */
    private static final Pattern FAULT = Pattern.compile("^.*(?:FATAL|PANIC|error): +");

    /** Runs the program to its end. */
    static Outcome of(ProcessBuilder program, String input) throws IOException {
        Process process = program.redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        } catch (IOException deaf) {
            // It ended without reading: its exit code tells more.
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.onExit().join().exitValue(), output);
    }

    boolean succeeded() {
        return exit == 0;
    }

    /** The last line that tells of a failure, or else the last line. */
    String fault() {
        List<String> lines = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.reversed().stream()
                .filter(line -> FAULT.matcher(line).find())
                .map(line -> FAULT.matcher(line).replaceFirst(""))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    }
}
