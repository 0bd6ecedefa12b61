package io.clubroom.persistence.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs for this platform. */
final class Binaries {
    private static final String UNFINISHED = "unfinished-";

    /** The environment variables that programs and their libraries need. Others may be secrets. */
    private static final Set<String> KEPT_VARIABLES =
            Set.of("PATH", "HOME", "USER", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP");

    private final Path directory;
    private final Path home;
    private final List<String> launcher;
    private final URL archive;

    private Binaries(Path directory, String version, List<String> launcher, URL archive) {
        this.directory = directory;
        this.home = directory.resolve(version);
        this.launcher = launcher;
        this.archive = archive;
    }

    /** The programs in a subdirectory named after their version, unpacked there if necessary. */
    static Binaries unpackedIn(Path directory, Platform platform, Consumer<String> progress) throws IOException {
        URL archive = platform.archive();
        Files.createDirectories(directory);
        Binaries binaries = new Binaries(directory.toRealPath(), version(archive), platform.launcher(), archive);
        if (!Files.isDirectory(binaries.home)) {
            progress.accept("Unpacking PostgreSQL, once ...");
            binaries.unpack();
        } else if (!new UnpackedFiles(binaries.home).areComplete()) {
            progress.accept("Unpacking PostgreSQL again, because files are missing or damaged ...");
            binaries.unpack();
        }
        return binaries;
    }

    /** Unpacks the programs again if they are damaged; returns whether they were. */
    boolean repair(Consumer<String> progress) throws IOException {
        if (new UnpackedFiles(home).areIntact()) {
            return false;
        }
        progress.accept("Unpacking PostgreSQL again, because files are damaged ...");
        unpack();
        return true;
    }

    private void unpack() throws IOException {
        // Renamed when complete and on the disk, so that the remains of an interrupted start are never used.
        Path unfinished = Files.createTempDirectory(directory, UNFINISHED);
        try (InputStream packed = archive.openStream()) {
            unpack(packed, unfinished);
        }
        new UnpackedFiles(unfinished).seal();
        if (Files.exists(home)) {
            Files.move(home, Files.createTempDirectory(directory, UNFINISHED).resolve(home.getFileName()));
        }
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        UnpackedFiles.syncDirectory(directory);
    }

    /** Runs a program and waits until it ends. */
    Outcome run(String input, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The environment may be meant for another PostgreSQL, or name a locale or zone that this one does not have.
        builder.environment().keySet().removeIf(name -> !KEPT_VARIABLES.contains(name.toUpperCase(Locale.ROOT)));
        builder.environment().put("LC_ALL", "C");
        return Outcome.of(builder, input);
    }

    /** Whether the process runs a program from this directory, of this or an earlier version. */
    boolean isRunBy(ProcessHandle process) {
        return process.info()
                .command()
                .map(Path::of)
                .filter(program -> program.startsWith(directory))
                .isPresent();
    }

    /** Whether the process runs a program of this version from this directory. */
    boolean isCurrent(ProcessHandle process) {
        return process.info()
                .command()
                .map(Path::of)
                .filter(program -> program.startsWith(home))
                .isPresent();
    }

    /** Removes other versions and the remains of interrupted starts. */
    void removeOthers() throws IOException {
        Leftovers.remove(directory, name -> !home.endsWith(name));
    }

    private static String version(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        // The jar's directory contains the checksum, so the archive need not be read.
        long version = connection instanceof JarURLConnection jar
                ? jar.getJarEntry().getCrc()
                : connection.getContentLengthLong();
        return Long.toHexString(version);
    }

    /** Unpacks a {@code .tar.xz}; throws {@link IOException} for an entry outside the directory. */
    static void unpack(InputStream packed, Path directory) throws IOException {
        Path root = directory.toRealPath();
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(root, root.resolve(entry.getName()));
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (entry.isSymbolicLink()) {
                    inside(root, target.resolveSibling(entry.getLinkName()));
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, target);
                    if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true)) {
                        throw new IOException(target + " cannot be made executable");
                    }
                }
            }
        }
    }

    private static Path inside(Path root, Path path) throws IOException {
        if (!path.normalize().startsWith(root)) {
            throw new IOException("The archive has an entry outside its directory: " + path);
        }
        return path.normalize();
    }
}
