package io.clubroom.web.auth;

import io.clubroom.domain.auth.AccessToken;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.web.oauth.OAuthSettings;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The cost of issuing an access token, and of verifying a valid and a forged one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenBenchmark {
    private static final String SECRET = "a secret for the time of a measurement";

    private final ApplicationContext context = ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(Map.of(
                    "clubroom.web.jwt.secret",
                    SECRET,
                    // Nothing else would start the HTTP server.
                    "micronaut.lifecycle.graceful-shutdown.enabled",
                    false))
            .build()
            .registerSingleton(InstantSource.class, InstantSource.system())
            .registerSingleton(TokenRevocations.class, new InMemoryTokenRevocations(new InMemoryTransactions()))
            .registerSingleton(new OAuthSettings(Map.of(), Optional.empty(), Set.of(), OAuthSettings.TIMEOUT))
            .registerSingleton(new JwtSettings(SECRET, new AccessTokenLifetime(Duration.ofDays(1))))
            .start();
    private final JwtAccessTokens issuer = context.getBean(JwtAccessTokens.class);
    private final AccessTokenVerifier verifier = context.getBean(AccessTokenVerifier.class);
    private final User user = User.registered(
            new UserId(UUID.randomUUID()),
            new Username("client"),
            new Email("client@example.com"),
            new FullName("A Client"),
            Role.CLIENT,
            Instant.now());
    private final String token = issuer.issue(user, Instant.now()).value();
    private final String forged = token.substring(0, token.length() - 4) + "AAAA";

    @TearDown
    public void close() {
        context.close();
    }

    @Benchmark
    public Optional<VerifiedToken> verify() {
        return verifier.verify(token);
    }

    @Benchmark
    public Optional<VerifiedToken> refuse() {
        return verifier.verify(forged);
    }

    @Benchmark
    public AccessToken issue() {
        return issuer.issue(user, Instant.now());
    }
}
