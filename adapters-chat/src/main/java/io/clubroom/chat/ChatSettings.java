package io.clubroom.chat;

import java.util.List;

/**
 * The settings of the chat.
 *
 * @param messagesPerSecond the number of frames, of any kind, that a connection may send per second; bursts may be twice as large
 * @param outboundLimitBytes the number of bytes that may wait for a client to read them before its connection is closed as too slow
 * @param allowedOrigins the web origins, besides the server's own, whose pages may connect
 * @param connectionsPerUser the number of connections that a user may have open at the same time
 */
public record ChatSettings(
        int messagesPerSecond, int outboundLimitBytes, List<String> allowedOrigins, int connectionsPerUser) {}
