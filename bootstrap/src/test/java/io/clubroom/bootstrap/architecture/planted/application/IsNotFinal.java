package io.clubroom.bootstrap.architecture.planted.application;

/** Violation: is not final. */
public class IsNotFinal {
    public void act() {}
}
