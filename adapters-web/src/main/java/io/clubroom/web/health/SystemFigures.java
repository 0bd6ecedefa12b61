package io.clubroom.web.health;

/** Measures the machine that the server runs on. */
public interface SystemFigures {
    SystemInfo read();
}
