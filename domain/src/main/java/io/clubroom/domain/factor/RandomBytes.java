package io.clubroom.domain.factor;

/** Generates cryptographically strong random bytes. */
@FunctionalInterface
public interface RandomBytes {
    byte[] next(int count);
}
