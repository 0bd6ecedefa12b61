package io.clubroom.bootstrap;

import io.clubroom.bootstrap.settings.Settings;
import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.embedded.EmbeddedBackup;
import io.clubroom.persistence.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands that back up and restore the embedded database with the secrets beside it. */
final class Backups {
    private static final List<String> SECRETS = List.of(Server.TOKEN_SECRET_FILE, Server.ENCRYPTION_KEY_FILE);

    private final Settings settings;
    private final Console console;

    /** @throws StartupFailure if the settings name another database */
    Backups(Settings settings, Console console) {
        if (settings.database().isPresent() || settings.adapters() == Settings.Adapters.MEMORY) {
            throw new StartupFailure(
                    "backup and restore are for the embedded database, which is not used with "
                            + (settings.database().isPresent()
                                    ? "DATABASE_URL: use pg_dump and pg_restore."
                                    : "ADAPTERS=memory."),
                    null);
        }
        this.settings = settings;
        this.console = console;
    }

    /**
     * Writes a backup of the data directory.
     *
     * @param file must not exist
     * @throws StartupFailure if that fails; no file has been written then
     */
    void write(Path file) {
        EmbeddedPostgres postgres =
                new EmbeddedPostgres(settings.dataDir(), settings.databaseConnections(), console::say);
        // If no server runs, and this process is stopped while its own does.
        Thread atExit = new Thread(postgres::close);
        Runtime.getRuntime().addShutdownHook(atExit);
        explained(() -> embedded().write(file, postgres));
        Runtime.getRuntime().removeShutdownHook(atExit);
        List<String> held = new ArrayList<>(List.of("the database"));
        SECRETS.stream()
                .filter(name -> Files.exists(settings.dataDir().resolve(name)))
                .forEach(held::add);
        console.say("Backed up to " + file.toAbsolutePath().normalize() + ", " + size(file) + " bytes: "
                + String.join(", ", held) + ". Keep it as secret as DATA_DIR.");
    }

    /**
     * Restores a backup into a data directory without a database.
     *
     * @throws StartupFailure if that fails; the directory has not changed then
     */
    void restore(Path file) {
        EmbeddedBackup embedded = embedded();
        explained(() -> embedded.verify(file));
        DataDirectory.at(settings.dataDir());
        explained(() -> embedded.restore(file));
        console.say("Restored into DATA_DIR "
                + settings.dataDir().toAbsolutePath().normalize() + ". The next start uses it.");
    }

    private EmbeddedBackup embedded() {
        return new EmbeddedBackup(settings.dataDir(), SECRETS);
    }

    private static void explained(Runnable action) {
        try {
            action.run();
        } catch (DatabaseFailure failure) {
            throw new StartupFailure(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
