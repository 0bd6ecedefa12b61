package io.clubroom.bootstrap;

import java.io.PrintStream;

/**
 * What the server says to the person who starts it, beside the log.
 *
 * @param isTerminal whether a person reads it now
 */
public record Console(PrintStream out, boolean isTerminal) {
    public static Console ofProcess() {
        java.io.Console console = System.console();
        return new Console(System.out, console != null && console.isTerminal());
    }

    public void say(String line) {
        out.println(line);
    }
}
