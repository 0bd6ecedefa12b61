package io.clubroom.bootstrap;

import io.clubroom.bootstrap.logging.LogConfiguration;
import io.clubroom.bootstrap.settings.InvalidSetting;
import io.clubroom.bootstrap.settings.Settings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TimeZone;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** The program. Without an argument it runs the server until Ctrl-C or SIGTERM. */
public final class Clubroom {
    private Clubroom() {}

    /** @param arguments none, or another task: {@code health}, {@code train}, {@code backup FILE} or {@code restore FILE} */
    public static void main(String[] arguments) {
        ignoreLocaleAndZone();
        try {
            switch (arguments.length == 0 ? "start" : arguments[0]) {
                case "start" -> start();
                case "health" -> System.exit(HealthProbe.isReady(settings(false)) ? 0 : 1);
                case "train" -> {
                    Training.run();
                    System.exit(0);
                }
                case "backup" -> {
                    backups().write(file(arguments));
                    System.exit(0);
                }
                case "restore" -> {
                    backups().restore(file(arguments));
                    System.exit(0);
                }
                default -> {
                    System.err.println("clubroom: unknown argument " + arguments[0]
                            + "; there are health, train, backup FILE and restore FILE.");
                    System.exit(2);
                }
            }
        } catch (InvalidSetting | StartupFailure failure) {
            System.err.println("clubroom: " + failure.getMessage());
            System.exit(1);
        } catch (Throwable bug) {
            LoggerFactory.getLogger(Clubroom.class).error("The server cannot start", bug);
            System.exit(1);
        }
    }

    private static Backups backups() {
        Settings settings = settings(false);
        LogConfiguration.apply(new Settings.Logging(settings.logging().levels(), Settings.Logging.Format.TEXT));
        return new Backups(settings, Console.ofProcess());
    }

    private static Path file(String[] arguments) {
        if (arguments.length != 2) {
            throw new StartupFailure(arguments[0] + " needs the name of one file.", null);
        }
        return Path.of(arguments[1]);
    }

    /**
     * Makes text, numbers and times the same on every machine, in libraries too: PostgreSQL's driver, for example, sends the zone's name to
     * the server, which does not know all of Java's.
     */
    private static void ignoreLocaleAndZone() {
        Locale.setDefault(Locale.ROOT);
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    private static Settings settings(boolean terminal) {
        return Settings.read(System.getenv(), Path.of(""), terminal);
    }

    private static void start() {
        Console console = Console.ofProcess();
        Server server = new Server(settings(console.isTerminal()), console);
        // Before the start, so that a signal in the middle of it leaves no PostgreSQL behind.
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        // The JVM's own handlers would exit with the status 128 + signal, which looks like a failure.
        for (String signal : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(signal), _ -> System.exit(0));
        }
        try {
            server.start();
        } catch (RuntimeException failure) {
            if (!server.isClosing()) {
                throw failure;
            }
            // The start failed because the database was stopped. The process ends after the shutdown hook.
        }
    }
}
