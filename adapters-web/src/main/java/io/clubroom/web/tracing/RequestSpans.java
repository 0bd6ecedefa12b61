package io.clubroom.web.tracing;

import io.clubroom.web.http.RequestId;
import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a request's id, and the trace that it belongs to, on every line that is logged and every span that is made on the way to its answer, on
 * whatever thread. The trace is the client's (W3C Trace Context, {@code traceparent}), else one of its own if spans are exported.
 *
 * <p>The name of a span is its route, and no span has a query: codes and states of sign-ins stand there.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestSpans implements Ordered {
    private static final String SPAN = "clubroom.span";
    private static final Headers HEADERS = new Headers();

    private final Tracer tracer;

    /** @param exported null when nobody asked for spans */
    RequestSpans(@Nullable OpenTelemetry exported) {
        this.tracer = (exported == null ? OpenTelemetry.noop() : exported).getTracer("io.clubroom.web");
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext propagated) {
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), request, HEADERS);
        Span span = tracer.spanBuilder(request.getMethodName())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        String requestId = RequestId.of(request);
        SpanContext ids = span.getSpanContext();
        if (ids.isValid()) {
            propagated.add(new MdcPropagationContext(
                    Map.of("request_id", requestId, "trace_id", ids.getTraceId(), "span_id", ids.getSpanId())));
            propagated.add(new Current(parent.with(span)));
        } else {
            propagated.add(new MdcPropagationContext(Map.of("request_id", requestId)));
        }
        if (span.isRecording()) {
            span.setAttribute("http.request.method", request.getMethodName())
                    .setAttribute("url.scheme", request.isSecure() ? "https" : "http")
                    .setAttribute("clubroom.request_id", requestId);
            request.setAttribute(SPAN, span);
        }
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getAttribute(SPAN).orElse(null) instanceof Span span) {
            BasicHttpAttributes.getUriTemplate(request)
                    .ifPresent(route -> span.updateName(request.getMethodName() + " " + route)
                            .setAttribute("http.route", route));
            span.setAttribute("http.response.status_code", response.code());
            if (response.code() >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    /** The span that others of the same request are made below, on each thread that works for it. */
    private record Current(Context context) implements ThreadPropagatedContextElement<Scope> {
        @Override
        @SuppressWarnings("MustBeClosedChecker") // It is, by the other method.
        public Scope updateThreadContext() {
            return context.makeCurrent();
        }

        @Override
        public void restoreThreadContext(@Nullable Scope before) {
            if (before != null) {
                before.close();
            }
        }
    }

    private static final class Headers implements TextMapGetter<HttpRequest<?>> {
        @Override
        public Iterable<String> keys(HttpRequest<?> request) {
            return request.getHeaders().names();
        }

        @Override
        public @Nullable String get(@Nullable HttpRequest<?> request, String name) {
            return request == null ? null : request.getHeaders().get(name);
        }
    }
}
