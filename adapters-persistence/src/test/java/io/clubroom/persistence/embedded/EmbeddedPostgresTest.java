package io.clubroom.persistence.embedded;

import static io.clubroom.testkit.Patience.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.testkit.PortNumbers;
import io.clubroom.testkit.Rival;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
class EmbeddedPostgresTest {
    @TempDir
    static Path temporary;

    /** Created by a first start and not changed since. */
    private static Path pristine;

    /** A data directory that the tests share, with an inconvenient name. */
    private static Path home;

    private final List<String> progress = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void create_a_data_directory() throws IOException {
        TestDatabase.sharePrograms(temporary);
        pristine = newHome("pristine");
        EmbeddedPostgres.start(pristine, line -> {}).close();
        home = newHomeWithData("the club's data");
    }

    @Test
    void is_durable_and_listens_on_the_loopback_interface_only() throws Exception {
        Map<String, String> expected = new TreeMap<>(Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "data_checksums", "on",
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "server_encoding", "UTF8"));
        try (EmbeddedPostgres postgres = start()) {
            DatabaseUrl superuser = new DatabaseUrl(
                    postgres.url().jdbcUrl(),
                    "postgres",
                    Files.readString(home.resolve("postgres.superuser-password"))
                            .strip(),
                    postgres.url().address(),
                    "clubroom");
            Map<String, String> settings = new TreeMap<>();
            for (String setting : expected.keySet()) {
                settings.put(setting, Sql.value(superuser, "SHOW " + setting));
            }
            assertThat(settings).isEqualTo(expected);
        }
    }

    @Test
    void settings_of_the_data_directory_do_not_switch_durability_off() throws Exception {
        Path other = newHomeWithData("altered");
        Files.writeString(other.resolve("postgres/postgresql.auto.conf"), "fsync = off\nsynchronous_commit = off\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(other, progress::add)) {
            assertThat(Sql.value(postgres.url(), "SHOW fsync")).isEqualTo("on");
            assertThat(Sql.value(postgres.url(), "SHOW synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void accepts_more_connections_than_the_current_pool_size() throws Exception {
        for (int poolSize : new int[] {500, 0}) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, poolSize, progress::add)) {
                assertThat(Sql.value(postgres.url(), "SHOW max_connections"))
                        .isEqualTo(Integer.toString(Math.max(100, poolSize + 20)));
            }
        }
    }

    @Test
    void rejects_connections_without_the_password() {
        try (EmbeddedPostgres postgres = start()) {
            DatabaseUrl url = postgres.url();
            for (String user : List.of("clubroom", "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(url.jdbcUrl(), user, "guessed"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
                assertThatThrownBy(() -> DriverManager.getConnection(url.jdbcUrl(), user, null))
                        .hasMessageContaining("no password was provided");
            }
        }
    }

    @Test
    void signs_in_as_the_owner_of_the_database_and_not_as_a_superuser() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(Sql.value(
                            postgres.url(),
                            "SELECT current_user || ' ' || rolsuper || ' ' || pg_get_userbyid(datdba) FROM"
                                    + " pg_roles, pg_database WHERE rolname = current_user AND datname ="
                                    + " current_database()"))
                    .isEqualTo("clubroom false clubroom");
        }
    }

    @Test
    void keeps_password_and_data_from_other_users_of_the_machine() throws Exception {
        assumeThat(home.getFileSystem().supportedFileAttributeViews()).contains("posix");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("postgres.password"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("postgres"))))
                .isEqualTo("rwx------");
    }

    @Test
    void does_not_reveal_the_password() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.url().password()).hasSize(64);
            assertThat(postgres.toString() + postgres.url() + postgres.url().jdbcUrl() + progress)
                    .doesNotContain(postgres.url().password());
            assertThat(Files.readString(home.resolve("postgres.log")))
                    .doesNotContain(postgres.url().password());
        }
    }

    @Test
    void data_survives_a_stop() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            Sql.execute(postgres.url(), "CREATE TABLE stopped AS SELECT 'kept' AS what");
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(Sql.value(postgres.url(), "SELECT what FROM stopped")).isEqualTo("kept");
        }
        assertThat(progress).isEmpty();
    }

    @Test
    void a_server_that_dies_is_restarted_on_its_port_with_its_data() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            Sql.execute(postgres.url(), "CREATE TABLE died AS SELECT 'kept' AS what");
            for (int death = 1; death <= 2; death++) {
                ProcessHandle server = server(home);
                server.destroyForcibly();
                await().atMost(60, SECONDS).ignoreExceptions().until(() -> !server.equals(server(home)));
                await().ignoreExceptions()
                        .atMost(60, SECONDS)
                        .untilAsserted(() -> assertThat(Sql.value(postgres.url(), "SELECT what FROM died"))
                                .isEqualTo("kept"));
            }
        }
    }

    @Test
    void stays_stopped_once_it_is_closed() throws Exception {
        EmbeddedPostgres postgres = start();
        ProcessHandle server = server(home);
        postgres.close();
        postgres.close();
        assertGone(server);
        await().during(1, SECONDS)
                .atMost(5, SECONDS)
                .until(() -> !Files.exists(home.resolve("postgres/postmaster.pid")));
        assertThatThrownBy(() -> Sql.value(postgres.url(), "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void a_stop_does_not_wait_for_clients() throws Exception {
        EmbeddedPostgres postgres = start();
        try (Connection client = Sql.connect(postgres.url())) {
            client.setAutoCommit(false);
            client.createStatement().execute("SELECT 1");
            ProcessHandle server = server(home);
            postgres.close();
            assertGone(server);
        }
    }

    @Test
    void a_server_that_outlived_its_clubroom_is_used_by_the_next_one() throws Exception {
        ProcessHandle orphan = orphan();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(server(home)).isEqualTo(orphan);
            assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1");
        }
        assertGone(orphan);
        assertThat(progress).isEmpty();
    }

    @Test
    void a_server_that_outlived_its_clubroom_is_restarted_if_it_dies() throws Exception {
        ProcessHandle orphan = orphan();
        try (EmbeddedPostgres postgres = start()) {
            orphan.destroyForcibly();
            await().ignoreExceptions()
                    .atMost(60, SECONDS)
                    .untilAsserted(() ->
                            assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1"));
            assertThat(server(home)).isNotEqualTo(orphan);
        }
    }

    @Test
    void a_server_that_outlived_its_clubroom_is_replaced_if_the_settings_have_changed() throws Exception {
        ProcessHandle orphan = orphan();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, 500, progress::add)) {
            assertGone(orphan);
            assertThat(Sql.value(postgres.url(), "SHOW max_connections")).isEqualTo("520");
        }
        assertThat(progress).containsExactly("Stopping the PostgreSQL of an earlier run …");
    }

    @Test
    void a_server_that_outlived_its_clubroom_is_replaced_if_it_is_stopping() throws Exception {
        DatabaseUrl url;
        try (EmbeddedPostgres postgres = start()) {
            url = postgres.url();
        }
        ProcessHandle orphan = orphan();
        String port =
                Files.readAllLines(home.resolve("postgres/postmaster.pid")).get(3);
        try (Connection client = DriverManager.getConnection(
                url.jdbcUrl().replaceFirst(":\\d+/", ":" + port + "/"), url.user(), url.password())) {
            // SIGTERM lets it wait for its clients.
            orphan.destroy();
            await().atMost(60, SECONDS)
                    .until(() -> Files.readString(home.resolve("postgres/postmaster.pid"))
                            .contains("stopping"));
            try (EmbeddedPostgres postgres = start()) {
                assertGone(orphan);
                assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1");
            }
            assertThat(client.isValid(1)).isFalse();
        }
    }

    /** The server of a process that was killed. */
    private static ProcessHandle orphan() throws IOException {
        try (EmbeddedPostgresProcess clubroom = EmbeddedPostgresProcess.start(home)) {
            ProcessHandle orphan = server(home);
            clubroom.kill();
            assertThat(orphan.isAlive()).isTrue();
            return orphan;
        }
    }

    @Test
    void a_process_that_reuses_the_id_of_a_dead_server_is_not_stopped() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600")
                .directory(home.resolve("postgres").toFile())
                .start();
        try {
            leavePidFileOf(stranger.pid());
            try (EmbeddedPostgres postgres = start()) {
                assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void a_server_of_another_data_directory_is_not_stopped() throws Exception {
        Path elsewhere = newHomeWithData("elsewhere");
        try (EmbeddedPostgres other = EmbeddedPostgres.start(elsewhere, progress::add)) {
            ProcessHandle stranger = server(elsewhere);
            leavePidFileOf(stranger.pid());
            try (EmbeddedPostgres postgres = start()) {
                assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1");
            }
            assertThat(server(elsewhere)).isEqualTo(stranger);
            assertThat(Sql.value(other.url(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void an_empty_pid_file_of_a_crash_is_no_obstacle() throws Exception {
        Files.createFile(home.resolve("postgres/postmaster.pid"));
        try (EmbeddedPostgres postgres = start()) {
            assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refuses_a_data_directory_that_another_process_uses() throws Exception {
        try (EmbeddedPostgresProcess clubroom = EmbeddedPostgresProcess.start(home)) {
            ProcessHandle server = server(home);
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessage("Another Clubroom uses DATA_DIR %s: stop it, or choose another DATA_DIR.", home);
            assertThat(server.isAlive()).isTrue();
            clubroom.kill();
        }
        start().close();
    }

    @Test
    void refuses_a_data_directory_that_this_process_uses() {
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(this::start).isInstanceOf(DatabaseFailure.class).hasMessageContaining(home.toString());
            assertThat(postgres.url()).isNotNull();
        }
    }

    @Test
    void takes_another_port_if_the_first_is_in_use() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int free = PortNumbers.lasting();
            Iterator<Integer> ports = List.of(taken.getLocalPort(), free).iterator();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, 0, progress::add, ports::next)) {
                assertThat(postgres.url().address()).isEqualTo("127.0.0.1:" + free);
                assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void says_why_it_cannot_start() throws Exception {
        Path broken = newHomeWithData("broken");
        Files.delete(broken.resolve("postgres/global/pg_control"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(broken, progress::add))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageContaining("did not start")
                .hasMessageContaining(broken.toString())
                .hasMessageContaining("pg_control")
                .message()
                .hasLineCount(1);
    }

    @Test
    void a_start_succeeds_after_an_interrupted_first_start() throws Exception {
        Path interrupted = newHome("interrupted");
        Path half = Files.createDirectories(interrupted.resolve("postgres.unfinished-1"));
        Files.writeString(half.resolve("PG_VERSION"), "17\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(interrupted, progress::add)) {
            assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(half).doesNotExist();
    }

    @Test
    void a_start_succeeds_after_a_killed_first_start() throws Exception {
        Path killed = newHome("killed");
        Process jvm = EmbeddedPostgresProcess.launch(killed);
        await().atMost(60, SECONDS).pollInSameThread().until(() -> {
            try (Stream<Path> entries = Files.list(killed)) {
                return entries.anyMatch(entry -> Files.exists(entry.resolve("base")));
            }
        });
        jvm.destroyForcibly().onExit().join();
        assertThat(killed.resolve("postgres")).doesNotExist();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(killed, progress::add)) {
            assertThat(Sql.value(postgres.url(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void does_not_change_a_directory_without_postgresql_data() throws Exception {
        Path foreign = newHome("foreign");
        Path file = Files.createDirectories(foreign.resolve("postgres")).resolve("notes.txt");
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> EmbeddedPostgres.start(foreign, progress::add))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageContaining(file.getParent() + " contains no PostgreSQL data");
        assertThat(file).hasContent("mine");
    }

    @Test
    void refuses_data_of_another_version_of_postgresql() throws Exception {
        Path old = newHome("old");
        Files.writeString(Files.createDirectories(old.resolve("postgres")).resolve("PG_VERSION"), "15\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(old, progress::add))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageContaining("was created by PostgreSQL 15, but this is PostgreSQL 17");
    }

    @Test
    void asks_for_the_missing_password_file() throws Exception {
        Path file = home.resolve("postgres.password");
        Path hidden = Files.move(file, home.resolve("hidden"));
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessageContaining("is missing: restore " + file);
        } finally {
            Files.move(hidden, file);
        }
    }

    @Test
    void a_large_log_is_rotated() throws Exception {
        Path log = home.resolve("postgres.log");
        Files.writeString(log, "x".repeat(5 << 20));
        start().close();
        assertThat(Files.size(log)).isLessThan(1 << 20);
        assertThat(Files.size(home.resolve("postgres.log.old"))).isEqualTo(5 << 20);
    }

    @Test
    void does_not_get_the_signals_of_the_terminal() throws Exception {
        assumeThat(Path.of("/proc/self/stat")).exists();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(session(server(home).pid()))
                    .isNotEqualTo(session(ProcessHandle.current().pid()));
            assertThat(postgres.url()).isNotNull();
        }
    }

    @Test
    void damaged_programs_are_unpacked_again() throws Exception {
        Path damaged = newHomeWithData("damaged");
        Files.delete(damaged.resolve("pgbin"));
        copy(temporary.resolve("pgbin").toRealPath(), damaged.resolve("pgbin"));
        Path programs;
        try (Stream<Path> versions = Files.list(damaged.resolve("pgbin"))) {
            programs = versions.findFirst().orElseThrow();
        }
        // Of the same length as before: only noticed when the server does not start.
        Path program = programs.resolve("bin/postgres");
        Files.write(program, new byte[(int) Files.size(program)]);

        EmbeddedPostgres.start(damaged, progress::add).close();

        assertThat(progress).containsExactly("Unpacking PostgreSQL again, because files are damaged ...");
    }

    @Test
    void a_start_that_is_closed_leaves_no_server() throws Exception {
        Path interrupted = newHome("closed");
        AtomicReference<EmbeddedPostgres> starting = new AtomicReference<>();
        List<Rival<Boolean>> closing = new CopyOnWriteArrayList<>();
        EmbeddedPostgres postgres = new EmbeddedPostgres(
                interrupted,
                0,
                line -> closing.add(Rival.start(() -> {
                    starting.get().close();
                    return true;
                })));
        starting.set(postgres);

        assertThatThrownBy(postgres::start).isInstanceOf(DatabaseFailure.class);

        assertThat(closing)
                .singleElement()
                .satisfies(end -> assertThat(end.result()).isTrue());
        assertThat(interrupted.resolve("postgres/postmaster.pid")).doesNotExist();
        EmbeddedPostgres.start(interrupted, progress::add).close();
    }

    @Test
    void the_server_inherits_only_the_variables_that_it_needs() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            Path environment = Path.of(
                    "/proc",
                    Files.readAllLines(home.resolve("postgres/postmaster.pid")).getFirst(),
                    "environ");
            assumeThat(environment).exists();
            assertThat(Files.readString(environment).split("\0"))
                    .allMatch(
                            variable -> variable.matches(
                                    "(?s)(PATH|PWD|OLDPWD|SHLVL|_|HOME|USER|TMPDIR|LD_LIBRARY_PATH|LC_ALL|LC_[A-Z]+|PG[A-Z_]+)=.*"));
        }
    }

    @Test
    void the_superuser_has_another_password_also_in_data_of_earlier_releases() throws Exception {
        Path file = home.resolve("postgres.superuser-password");
        String before = Files.readString(file);
        Files.delete(file);
        try (EmbeddedPostgres postgres = start()) {
            String after = Files.readString(file).strip();
            assertThat(after)
                    .isNotEqualTo(before.strip())
                    .isNotEqualTo(postgres.url().password());
            DriverManager.getConnection(postgres.url().jdbcUrl(), "postgres", after)
                    .close();
            assertThatThrownBy(() -> DriverManager.getConnection(
                            postgres.url().jdbcUrl(), "postgres", postgres.url().password()))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("clubroom.lock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_backup_of_a_running_server_has_everything_that_was_committed_before_it() throws Exception {
        Path backup = temporary.resolve("running.tar.gz");
        Path restored = newHome("restored");
        Files.writeString(home.resolve("key"), "of the server");
        int before;
        try (EmbeddedPostgres postgres = start()) {
            Sql.execute(postgres.url(), "CREATE TABLE entries (number int PRIMARY KEY, text text)");
            AtomicInteger committed = new AtomicInteger();
            AtomicBoolean enough = new AtomicBoolean();
            Rival<Integer> writer = Rival.start(() -> write(postgres.url(), committed, enough));
            await().until(() -> committed.get() > 10);
            before = committed.get();

            backup(home).write(backup, new EmbeddedPostgres(home, 0, progress::add));

            enough.set(true);
            assertThat(writer.result()).isGreaterThan(before);
            // The server drops it when it notices that the connection has ended.
            await().until(() -> Sql.value(postgres.url(), "SELECT count(*) FROM pg_replication_slots")
                    .equals("0"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");

        backup(restored).verify(backup);
        backup(restored).restore(backup);

        assertThat(restored.resolve("key")).hasContent("of the server");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(restored, progress::add)) {
            assertThat(Integer.parseInt(Sql.value(postgres.url(), "SELECT count(*) FROM entries")))
                    .isGreaterThanOrEqualTo(before);
            assertThat(Sql.value(postgres.url(), "SELECT max(number) - count(*) FROM entries"))
                    .as("missing entries")
                    .isEqualTo("0");
        }
        assertThat(progress).isEmpty();
    }

    /** Commits entry after entry; returns their number. */
    private static int write(DatabaseUrl url, AtomicInteger committed, AtomicBoolean enough) {
        try (Connection connection = Sql.connect(url);
                var insert = connection.prepareStatement("INSERT INTO entries VALUES (?, repeat('x', 1000))")) {
            while (!enough.get()) {
                insert.setInt(1, committed.get() + 1);
                insert.executeUpdate();
                committed.incrementAndGet();
            }
            return committed.get();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void a_backup_without_a_running_server_starts_one_meanwhile() throws Exception {
        Path backup = temporary.resolve("stopped.tar.gz");

        backup(home).write(backup, new EmbeddedPostgres(home, 0, progress::add));

        assertThat(backup).isNotEmptyFile();
        assertThat(home.resolve("postgres/postmaster.pid")).doesNotExist();
        start().close();
    }

    private static EmbeddedBackup backup(Path home) {
        return new EmbeddedBackup(home, List.of("key"));
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(home, progress::add);
    }

    /** Unpacking is the slowest step, so all tests share the unpacked programs. */
    private static Path newHome(String name) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        Files.createSymbolicLink(directory.resolve("pgbin"), temporary.resolve("pgbin"));
        return directory;
    }

    private static Path newHomeWithData(String name) throws IOException {
        Path directory = newHome(name);
        Files.copy(pristine.resolve("postgres.password"), directory.resolve("postgres.password"));
        copy(pristine.resolve("postgres"), directory.resolve("postgres"));
        return directory;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path source : (Iterable<Path>) files::iterator) {
                Files.copy(
                        source,
                        to.resolve(from.relativize(source)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static ProcessHandle server(Path home) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(home.resolve("postgres/postmaster.pid"))
                        .getFirst()))
                .orElseThrow();
    }

    /** The parent of an orphan may take a moment to reap it. */
    private static void assertGone(ProcessHandle server) {
        await().atMost(60, SECONDS).until(() -> !server.isAlive());
    }

    /** The PID file of a killed server, but with this process id. */
    private void leavePidFileOf(long pid) throws Exception {
        Path pidFile = home.resolve("postgres/postmaster.pid");
        List<String> lines;
        try (EmbeddedPostgres postgres = start()) {
            lines = new ArrayList<>(Files.readAllLines(pidFile));
            assertThat(postgres.url()).isNotNull();
        }
        lines.set(0, Long.toString(pid));
        Files.write(pidFile, lines);
    }

    /** The sixth field of {@code /proc/pid/stat} (proc(5)); the second, in parentheses, may contain spaces. */
    private static String session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
    }
}
