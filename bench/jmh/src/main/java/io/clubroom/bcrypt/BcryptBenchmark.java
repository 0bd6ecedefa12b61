package io.clubroom.bcrypt;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a hash costs: by itself, with another, and by a library. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class BcryptBenchmark {
    private static final int COST = BcryptPasswordHasher.DEFAULT_COST;

    private final byte[] password = "SecurePass123".getBytes(StandardCharsets.US_ASCII);
    private final byte[] salt = "sixteen of bytes".getBytes(StandardCharsets.US_ASCII);

    @Benchmark
    public byte[] alone() {
        Bcrypt bcrypt = new Bcrypt(password, salt, COST);
        while (!bcrypt.isDone()) {
            bcrypt.advance();
        }
        return bcrypt.digest();
    }

    @Benchmark
    @OperationsPerInvocation(2)
    public int inPairs() {
        Bcrypt one = new Bcrypt(password, salt, COST);
        Bcrypt other = new Bcrypt(password, salt, COST);
        while (!one.isDone()) {
            Bcrypt.advance(one, other);
        }
        return one.digest().length + other.digest().length;
    }

    @Benchmark
    public String library() {
        return OpenBSDBCrypt.generate("2b", password, salt, COST);
    }
}
