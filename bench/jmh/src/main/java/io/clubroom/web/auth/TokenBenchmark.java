package io.clubroom.web.auth;

import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of issuing and verifying an access token. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenBenchmark {
    private static final TokenRevocations NONE = new TokenRevocations() {
        @Override
        public void revokeBelow(UserId user, int tokenVersion) {}

        @Override
        public boolean isRevoked(UserId user, int tokenVersion) {
            return false;
        }

        @Override
        public long changes() {
            return 0;
        }
    };

    private final JwtAccessTokens tokens = new JwtAccessTokens(
            new JwtSettings("a secret for the time of a measurement", new AccessTokenLifetime(Duration.ofDays(1))), NONE, InstantSource.system());
    private final User user = UserFixture.user().build();
    private final String token = tokens.issue(user, Instant.now()).value();
    private final String forged = token.substring(0, token.length() - 4) + "AAAA";

    @Benchmark
    public Optional<Bearer> verify() {
        return tokens.verify(token);
    }

    @Benchmark
    public Optional<Bearer> refuse() {
        return tokens.verify(forged);
    }

    @Benchmark
    public Object issue() {
        return tokens.issue(user, Instant.now());
    }
}
