package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** The {@code postmaster.pid} of a PostgreSQL server; a server that was killed leaves it behind. */
record PidFile(Path path) {
    /** The lines with the port and the state of the server, counted from 0. */
    private static final int PORT_LINE = 3;

    private static final int STATE_LINE = 7;

    static PidFile in(Path data) {
        return new PidFile(data.resolve("postmaster.pid"));
    }

    /** The lines; none if there is no such file. */
    List<String> lines() throws IOException {
        // The file contains a path, which may be in any encoding.
        try {
            return Files.readAllLines(path, ISO_8859_1);
        } catch (NoSuchFileException notRunning) {
            return List.of();
        }
    }

    /** The port of a server that accepts connections. */
    OptionalInt readyPort() throws IOException {
        List<String> lines = lines();
        return lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready")
                ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
                : OptionalInt.empty();
    }
}
