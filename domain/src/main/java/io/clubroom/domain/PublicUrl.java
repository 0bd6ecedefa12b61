package io.clubroom.domain;

/** The address under which browsers reach this server. */
@FunctionalInterface
public interface PublicUrl {
    /** Scheme, host and port, without a slash at the end. */
    String get();
}
