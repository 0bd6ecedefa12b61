package io.clubroom.chat;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * What can be set about the chat.
 *
 * @param messagesPerSecond how many a connection may send; twice that at once
 * @param outboundLimitBytes how much may wait for a reader
 * @param allowedOrigins the pages besides our own from which browsers may connect
 */
@ConfigurationProperties("clubroom.chat")
public record ChatConfiguration(
        @Bindable(defaultValue = "20") int messagesPerSecond,
        @Bindable(defaultValue = "1048576") int outboundLimitBytes,
        @Bindable(defaultValue = "") List<String> allowedOrigins) {}
