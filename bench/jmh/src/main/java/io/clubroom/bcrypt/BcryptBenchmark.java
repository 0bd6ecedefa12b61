package io.clubroom.bcrypt;

import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The cost of hashing and of verifying a password. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class BcryptBenchmark {
    private final BcryptPasswordHasher hasher = new BcryptPasswordHasher(12, 1, 1);
    private final Password password = new Password("SecurePass123");
    private final PasswordHash hash = hasher.hash(password);

    @Benchmark
    public PasswordHash hash() {
        return hasher.hash(password);
    }

    @Benchmark
    public boolean verify() {
        return hasher.verify(password, hash);
    }

    @TearDown
    public void close() {
        hasher.close();
    }
}
