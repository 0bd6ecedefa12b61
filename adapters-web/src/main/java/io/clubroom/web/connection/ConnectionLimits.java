package io.clubroom.web.connection;

/**
 * The maximum number of concurrent connections. Beyond a limit, each new connection replaces one that has been idle for long.
 *
 * @param perAddress the limit per client address, except trusted proxies
 * @param total the limit for all clients together
 */
public record ConnectionLimits(int perAddress, int total) {}
