package io.clubroom.persistence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import io.micronaut.data.annotation.Query;
import io.micronaut.inject.ExecutableMethod;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intercepts all {@link OnTable} methods: they pass the {@link DatabaseGate}, are counted in {@code api_db_queries_total} and timed in {@code
 * api_db_query_duration_seconds}, get a span in traced requests, and are logged if slow.
 */
@Singleton
@InterceptorBean(OnTable.class)
final class MeasuredStatements implements MethodInterceptor<Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(MeasuredStatements.class);
    private static final Duration SLOW = Duration.ofMillis(500);
    private static final Duration[] BUCKETS = Stream.of(
                    1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2500.0)
            .map(millis -> Duration.ofNanos((long) (millis * 1_000_000)))
            .toArray(Duration[]::new);

    private final DatabaseGate gate;
    private final MeterRegistry meters;
    private final Tracer tracer;
    private final Map<ExecutableMethod<?, ?>, Measured> statements = new ConcurrentHashMap<>();

    MeasuredStatements(DatabaseGate gate, @Nullable MeterRegistry meters, @Nullable OpenTelemetry spans) {
        this.gate = gate;
        this.meters = meters == null ? new CompositeMeterRegistry() : meters;
        this.tracer = (spans == null ? OpenTelemetry.noop() : spans).getTracer("io.clubroom.persistence");
    }

    private record Measured(String name, String operation, String table, Counter count, Timer duration) {
        boolean changes() {
            return !operation.equals("SELECT");
        }

        void measure(long nanos) {
            count.increment();
            duration.record(nanos, TimeUnit.NANOSECONDS);
        }

        void logIfSlow(long nanos) {
            if (nanos > SLOW.toNanos()) {
                LOG.warn("Slow statement: {} took {} ms", name, nanos / 1_000_000);
            }
        }
    }

    @Override
    public @Nullable Object intercept(MethodInvocationContext<Object, Object> call) {
        Measured known = statements.get(call.getExecutableMethod());
        Measured statement =
                known != null ? known : statements.computeIfAbsent(call.getExecutableMethod(), this::measured);
        return statement.changes()
                ? gate.passChange(() -> run(statement, call))
                : gate.pass(() -> run(statement, call));
    }

    private @Nullable Object run(Measured statement, MethodInvocationContext<Object, Object> call) {
        Span span = span(statement);
        long start = System.nanoTime();
        try {
            Object result = call.proceed();
            statement.logIfSlow(System.nanoTime() - start);
            return result;
        } catch (RuntimeException failure) {
            // Without the message, which may quote a row.
            span.setStatus(StatusCode.ERROR)
                    .setAttribute("error.type", failure.getClass().getName());
            throw failure;
        } finally {
            statement.measure(System.nanoTime() - start);
            span.end();
        }
    }

    /** A child of the request's span; background statements get none. */
    private Span span(Measured statement) {
        if (!Span.current().isRecording()) {
            return Span.getInvalid();
        }
        return tracer.spanBuilder(statement.operation + " " + statement.table)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system.name", "postgresql")
                .setAttribute("db.operation.name", statement.operation)
                .setAttribute("db.collection.name", statement.table)
                .setAttribute("code.function.name", statement.name)
                .startSpan();
    }

    private Measured measured(ExecutableMethod<?, ?> method) {
        String table = method.stringValue(OnTable.class).orElseThrow();
        String operation = method.stringValue(Query.class)
                .map(sql -> sql.substring(0, sql.indexOf(' ')).toUpperCase(Locale.ROOT))
                .filter(word -> !word.equals("WITH"))
                .or(() -> method.stringValue(OnTable.class, "operation"))
                .orElse("SELECT");
        return new Measured(
                method.getDeclaringType().getSimpleName() + "." + method.getMethodName(),
                operation,
                table,
                Counter.builder("api.db.queries")
                        .description("Statements sent to the database")
                        .tag("operation", operation)
                        .tag("table", table)
                        .register(meters),
                Timer.builder("api.db.query.duration")
                        .description("Time until the database answered a statement")
                        .tag("operation", operation)
                        .tag("table", table)
                        .serviceLevelObjectives(BUCKETS)
                        .register(meters));
    }
}
