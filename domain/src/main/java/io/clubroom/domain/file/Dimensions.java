package io.clubroom.domain.file;

/** The size of a picture as it is displayed, in pixels. */
public record Dimensions(int width, int height) {}
