package io.clubroom.bootstrap.architecture.planted.application;

/** Violation: has two public methods. */
public final class HasTwoPublicMethods {
    public void act() {}

    public void actAgain() {}

    void actUnseen() {}
}
