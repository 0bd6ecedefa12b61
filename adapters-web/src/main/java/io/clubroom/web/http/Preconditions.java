package io.clubroom.web.http;

import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The preconditions {@code If-Match} and {@code If-None-Match} of a request (RFC 9110 §13). */
public final class Preconditions {
    /** The outcome for an existing resource. */
    public enum Outcome {
        FULFILLED,
        /** The client already has this version. */
        NOT_MODIFIED,
        FAILED
    }

    private static final Pattern ELEMENT =
            Pattern.compile("[ \\t]*+(?:(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*+)\"[ \\t]*+)?(?:,|$)");

    private final Condition ifMatch;
    private final Condition ifNoneMatch;

    private Preconditions(Condition ifMatch, Condition ifNoneMatch) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
    }

    /** Parses the headers; throws {@link InvalidValue}, naming the header, if one is malformed. */
    public static Preconditions of(HttpRequest<?> request) {
        return new Preconditions(
                condition(request, HttpHeaders.IF_MATCH), condition(request, HttpHeaders.IF_NONE_MATCH));
    }

    /** Whether the request has none of them. */
    public boolean isEmpty() {
        return ifMatch.isAbsent() && ifNoneMatch.isAbsent();
    }

    /** Evaluates the preconditions for changing a resource of this version. */
    public boolean allowChange(long version) {
        EntityTag tag = EntityTag.ofVersion(version);
        return ifMatch.holds(tag, EntityTag::matchesStrongly)
                && (ifNoneMatch.isAbsent() || !ifNoneMatch.holds(tag, EntityTag::matchesWeakly));
    }

    /** Evaluates the preconditions for reading a resource of this version. */
    public Outcome forReading(long version) {
        return forReading(EntityTag.ofVersion(version));
    }

    /** Evaluates the preconditions for reading a resource with this tag. */
    public Outcome forReading(EntityTag tag) {
        if (!ifMatch.holds(tag, EntityTag::matchesStrongly)) {
            return Outcome.FAILED;
        }
        return ifNoneMatch.isAbsent() || !ifNoneMatch.holds(tag, EntityTag::matchesWeakly)
                ? Outcome.FULFILLED
                : Outcome.NOT_MODIFIED;
    }

    private static Condition condition(HttpRequest<?> request, String header) {
        List<String> lines = request.getHeaders().getAll(header);
        if (lines.isEmpty()) {
            return new Condition(Condition.Kind.ABSENT, List.of());
        }
        String value = String.join(",", lines).strip();
        return value.equals("*")
                ? new Condition(Condition.Kind.ANY, List.of())
                : new Condition(Condition.Kind.LISTED, tags(header, value));
    }

    private static List<EntityTag> tags(String header, String value) {
        List<EntityTag> tags = new ArrayList<>();
        Matcher element = ELEMENT.matcher(value);
        int end = 0;
        while (end < value.length() && element.region(end, value.length()).lookingAt()) {
            String opaque = element.group(2);
            if (opaque != null) {
                tags.add(new EntityTag(element.group(1) != null, opaque));
            }
            end = element.end();
        }
        if (end < value.length() || tags.isEmpty()) {
            throw new InvalidValue(header, "must be '*' or a list of entity tags in double quotes");
        }
        return tags;
    }

    private record Condition(Kind kind, List<EntityTag> tags) {
        enum Kind {
            ABSENT,
            ANY,
            LISTED
        }

        boolean isAbsent() {
            return kind == Kind.ABSENT;
        }

        boolean holds(EntityTag current, Comparison comparison) {
            return kind != Kind.LISTED || tags.stream().anyMatch(tag -> comparison.matches(tag, current));
        }
    }

    @FunctionalInterface
    private interface Comparison {
        boolean matches(EntityTag listed, EntityTag current);
    }
}
