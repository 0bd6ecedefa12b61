package io.clubroom.bootstrap.architecture.planted.application;

/** Can be extended. */
public class IsNotFinal {
    public void act() {}
}
