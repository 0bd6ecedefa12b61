package io.clubroom.bootstrap.architecture.planted.application;

/** Is two use cases. */
public final class HasTwoPublicMethods {
    public void act() {}

    public void actAgain() {}

    void actUnseen() {}
}
