package io.clubroom.bootstrap.architecture.planted;

/** Belongs to no module. */
public final class Homeless {}
