package io.clubroom.domain.file;

import java.util.List;

/** The media types that files may have. */
public record AcceptedTypes(List<MediaType> patterns) {
    /** @param patterns media types, or all subtypes of a type, like {@code image/*}, or all: {@code *}{@code /*} */
    public AcceptedTypes {
        patterns = List.copyOf(patterns);
    }

    public boolean accept(MediaType type) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.equals(type)
                        || pattern.value().equals("*/*")
                        || (pattern.value().endsWith("/*") && pattern.type().equals(type.type())));
    }
}
