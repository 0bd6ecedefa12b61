package io.clubroom.web.health;

/** Measures the machine. */
public interface SystemFigures {
    SystemInfo read();
}
