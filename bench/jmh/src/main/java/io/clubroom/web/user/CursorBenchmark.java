package io.clubroom.web.user;

import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.testkit.user.UserFixture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of reading and writing the cursor of a list. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CursorBenchmark {
    private final UserOrder order = UserOrder.NEWEST_FIRST;
    private final User user = UserFixture.user().build();
    private final String cursor = UserCursor.encode(order, order.positionOf(user));

    @Benchmark
    public String encode() {
        return UserCursor.encode(order, order.positionOf(user));
    }

    @Benchmark
    public Position decode() {
        return UserCursor.decode(order, cursor);
    }
}
