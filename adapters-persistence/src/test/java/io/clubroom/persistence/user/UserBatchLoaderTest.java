package io.clubroom.persistence.user;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.testkit.user.UserFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of concurrent reads of users. */
class UserBatchLoaderTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private DatabaseUrl database;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.migrated();
        node = Node.on(database, 4, meters);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private User stored() {
        User user = UserFixture.user().build();
        node.users().add(user);
        return user;
    }

    private CompletableFuture<Optional<User>> read(UserId id) {
        return node.users().findAsync(id).toCompletableFuture();
    }

    private double statements() {
        return meters.get("api.db.queries")
                .tags("operation", "SELECT", "table", "users")
                .counter()
                .count();
    }

    @Test
    void a_hundred_concurrent_reads_take_a_few_statements() throws Exception {
        List<User> users = Stream.generate(this::stored).limit(20).toList();
        UserId nobody = new UserId(UUID.randomUUID());
        read(nobody).join();
        double before = statements();

        List<CompletableFuture<Optional<User>>> answers = new ArrayList<>();
        try (Connection connection = Sql.connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < 100; i++) {
                answers.add(read(i % 5 == 4 ? nobody : users.get(i % 20).id()));
            }
            connection.rollback();
        }

        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i).join()).isEqualTo(i % 5 == 4 ? Optional.empty() : Optional.of(users.get(i % 20)));
        }
        // Each of at most two threads took the first requests, then those that arrived during its statement.
        assertThat(statements() - before).isBetween(1.0, 4.0);
    }

    @Test
    void a_read_sees_everything_committed_before_it_under_load() {
        User user = stored();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> readers = Stream.generate(() -> Thread.startVirtualThread(() -> {
                    while (!done.get()) {
                        read(user.id()).join();
                    }
                }))
                .limit(16)
                .toList();

        for (int i = 0; i < 100; i++) {
            User renamed = user.changed(UserChange.NOTHING.withFullName(new FullName("Name " + i)), user.updatedAt());
            node.transactions().call(() -> {
                node.users().lock(user.id());
                node.users().update(renamed);
                return true;
            });
            assertThat(read(user.id()).join().orElseThrow().fullName().value()).isEqualTo("Name " + i);
        }

        done.set(true);
        readers.forEach(reader -> await().until(() -> !reader.isAlive()));
    }

    @Test
    void a_failure_fails_the_whole_batch_and_the_next_batch_is_tried() throws Exception {
        User user = stored();
        read(user.id()).join();
        Sql.execute(database, "ALTER TABLE users RENAME TO hidden");

        List<CompletableFuture<Optional<User>>> answers =
                Stream.generate(() -> read(user.id())).limit(10).toList();
        answers.forEach(answer -> assertThatThrownBy(answer::join).isNotNull());
        Sql.execute(database, "ALTER TABLE hidden RENAME TO users");

        assertThat(read(user.id()).join()).contains(user);
    }

    @Test
    void new_reads_are_rejected_while_the_database_hangs() throws Exception {
        AtomicLong time = new AtomicLong();
        CountDownLatch stuck = new CountDownLatch(2);
        CountDownLatch freed = new CountDownLatch(1);
        Function<Collection<UUID>, List<UserRow>> users = _ -> {
            stuck.countDown();
            try {
                freed.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            return List.of();
        };
        UserBatchLoader loader = new UserBatchLoader(users, 2, time::get, _ -> {});
        UserId id = new UserId(UUID.randomUUID());
        var first = loader.find(id);
        await().until(() -> stuck.getCount() == 1);
        var second = loader.find(id);
        await().until(() -> stuck.getCount() == 0);
        var waiting = loader.find(id);
        time.addAndGet(Duration.ofSeconds(5).toNanos());
        var patient = loader.find(id);
        time.addAndGet(1);

        assertThat(loader.find(id))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(Unavailable.class);

        freed.countDown();
        for (var answer : List.of(first, second, waiting, patient)) {
            assertThat(answer.toCompletableFuture().join()).isEmpty();
        }
        assertThat(loader.find(id).toCompletableFuture().join()).isEmpty();
        loader.stop();
    }

    @Test
    void statements_start_at_intervals_under_load_and_at_once_after_a_pause() throws Exception {
        AtomicLong time = new AtomicLong();
        BlockingQueue<Integer> read = new LinkedBlockingQueue<>();
        Function<Collection<UUID>, List<UserRow>> users = ids -> {
            read.add(ids.size());
            return List.of();
        };
        // The sleep ends when the test allows it.
        AtomicBoolean waiting = new AtomicBoolean();
        AtomicLong paused = new AtomicLong();
        UserBatchLoader loader = new UserBatchLoader(users, 1, time::get, nanos -> {
            if (nanos > 0) {
                paused.set(nanos);
                waiting.set(true);
                await().until(() -> !waiting.get());
                time.addAndGet(nanos);
            }
        });
        loader.find(new UserId(UUID.randomUUID())).toCompletableFuture().join();
        assertThat(read.take()).isEqualTo(1);
        assertThat(waiting).isFalse();

        List<CompletableFuture<Optional<User>>> answers = Stream.generate(
                        () -> loader.find(new UserId(UUID.randomUUID())))
                .limit(7)
                .map(CompletionStage::toCompletableFuture)
                .toList();
        await().until(waiting::get);
        assertThat(paused).hasValue(200_000);
        waiting.set(false);

        answers.forEach(answer -> assertThat(answer.join()).isEmpty());
        assertThat(read.take()).isEqualTo(7);
        var behindMany = loader.find(new UserId(UUID.randomUUID())).toCompletableFuture();
        await().until(waiting::get);
        assertThat(paused).hasValue(800_000);
        waiting.set(false);
        behindMany.join();

        time.addAndGet(Duration.ofMillis(1).toNanos());
        loader.find(new UserId(UUID.randomUUID())).toCompletableFuture().join();
        assertThat(waiting).isFalse();
        loader.stop();
    }

    @Test
    void reads_before_the_stop_are_answered() throws Exception {
        User user = stored();
        List<CompletableFuture<Optional<User>>> answers;
        Thread closing;
        try (Connection other = Sql.connect(database);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
            answers = Stream.generate(() -> read(user.id())).limit(50).toList();

            closing = Thread.ofPlatform().start(node::close);

            await().until(() -> Stream.of(closing.getStackTrace())
                    .map(StackTraceElement::getClassName)
                    .anyMatch(name -> name.contains("UserBatchLoader") || name.contains("Hikari")));
            other.rollback();
        }
        closing.join();
        answers.forEach(answer -> assertThat(answer.join()).contains(user));
    }
}
