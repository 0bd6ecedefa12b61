package io.clubroom.bootstrap;

import io.clubroom.bootstrap.settings.InvalidSetting;
import io.clubroom.bootstrap.settings.Settings;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** The program: starts the server with the settings of its environment and stops it on Ctrl-C or SIGTERM. */
public final class Clubroom {
    private Clubroom() {}

    public static void main(String[] arguments) {
        try {
            Console console = Console.ofProcess();
            Settings settings = Settings.read(System.getenv(), Path.of(""), console.isTerminal());
            Server server = Server.start(settings, console);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
            // The JVM's own handlers would end with the status 128 + signal, as if something had failed.
            for (String signal : new String[] {"TERM", "INT"}) {
                Signal.handle(new Signal(signal), received -> System.exit(0));
            }
        } catch (InvalidSetting | StartupFailure failure) {
            System.err.println("clubroom: " + failure.getMessage());
            System.exit(1);
        } catch (Throwable bug) {
            LoggerFactory.getLogger(Clubroom.class).error("The server cannot start", bug);
            System.exit(1);
        }
    }
}
