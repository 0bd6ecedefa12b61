package io.clubroom.domain.factor;

/** Generates random bytes that nobody can predict. */
@FunctionalInterface
public interface RandomBytes {
    byte[] next(int count);
}
