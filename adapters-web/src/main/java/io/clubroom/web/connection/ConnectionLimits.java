package io.clubroom.web.connection;

/**
 * How many connections may be open at the same time. Beyond a limit, each new connection takes the place of one that has not
 * been used for long.
 *
 * @param perAddress of one client address; those of trusted proxies are not limited
 * @param total of all clients together
 */
public record ConnectionLimits(int perAddress, int total) {}
