package io.clubroom.bootstrap;

import java.io.PrintStream;

/**
 * Messages to the person who starts the server, besides the log.
 *
 * @param isTerminal whether the output is a terminal
 */
public record Console(PrintStream out, PrintStream err, boolean isTerminal) {
    public static Console ofProcess() {
        java.io.Console console = System.console();
        return new Console(System.out, System.err, console != null && console.isTerminal());
    }

    public void say(String line) {
        out.println(line);
    }

    /** Prints to stderr. */
    public void warn(String line) {
        err.println(line);
    }
}
