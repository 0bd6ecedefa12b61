package io.clubroom.persistence.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The migrations that Flyway has noted as made, beside those on the class path. To find that it has nothing to do, which is what most starts
 * come to, takes Flyway 0.2 s and two connections of its own. What differs in any respect, or is of a kind not known here, is for it to judge.
 */
final class SchemaHistory {
    static final String TABLE = "flyway_schema_history";
    static final String LOCATION = "db/migration";

    private static final String ROWS = "SELECT type, version, description, script, checksum, success FROM " + TABLE;
    private static final Pattern VERSION = Pattern.compile("\\d{1,18}");
    private static final Pattern SCRIPT = Pattern.compile("V(" + VERSION + ")__(\\w+)\\.sql");

    /** After each version that can have been made. */
    private static final Long UNKNOWN = Long.MAX_VALUE;

    private SchemaHistory() {}

    /** Whether the migrations that a class loader finds, without those up to a baseline, are those that were made, and as they were then. */
    static boolean isComplete(Connection connection, ClassLoader classes) throws SQLException {
        long baseline = -1;
        Map<Long, String> made = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ROWS)) {
            while (rows.next()) {
                String version = rows.getString("version");
                if (version == null || !VERSION.matcher(version).matches() || !rows.getBoolean("success")) {
                    return false;
                }
                String type = rows.getString("type");
                String migration =
                        migration(rows.getString("description"), rows.getString("script"), rows.getString("checksum"));
                if (type.equals("BASELINE")) {
                    baseline = Long.parseLong(version);
                } else if (!type.equals("SQL") || made.put(Long.valueOf(version), migration) != null) {
                    return false;
                }
            }
        }
        try {
            Map<Long, String> known = new HashMap<>();
            for (URL folder : Collections.list(classes.getResources(LOCATION))) {
                collect(folder, known);
            }
            long first = baseline;
            known.keySet().removeIf(version -> version <= first);
            return known.equals(made);
        } catch (IOException | UncheckedIOException | URISyntaxException unreadable) {
            return false;
        }
    }

    /** What has to be the same of a migration besides its version. */
    private static String migration(String description, String script, @Nullable String checksum) {
        return script + " " + checksum + " " + description;
    }

    private static void collect(URL folder, Map<Long, String> migrations) throws IOException, URISyntaxException {
        if (folder.openConnection() instanceof JarURLConnection connection) {
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (entry.getName().startsWith(LOCATION + "/") && !entry.isDirectory()) {
                        byte[] content = jar.getInputStream(entry).readAllBytes();
                        collect(entry.getName().substring(LOCATION.length() + 1), content, migrations);
                    }
                }
            }
        } else if (folder.getProtocol().equals("file")) {
            Path directory = Path.of(folder.toURI());
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    collect(directory.relativize(file).toString(), Files.readAllBytes(file), migrations);
                }
            }
        } else {
            migrations.put(UNKNOWN, folder.getProtocol());
        }
    }

    /** With Flyway's checksum: CRC-32 of the lines in UTF-8, without what ends them. */
    private static void collect(String script, byte[] content, Map<Long, String> migrations) {
        Matcher name = SCRIPT.matcher(script);
        if (!name.matches()) {
            migrations.put(UNKNOWN, script);
            return;
        }
        CRC32 checksum = new CRC32();
        new String(content, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        String migration =
                migration(name.group(2).replace('_', ' '), script, Integer.toString((int) checksum.getValue()));
        if (migrations.put(Long.valueOf(name.group(1)), migration) != null) {
            migrations.put(UNKNOWN, "two of one version");
        }
    }
}
