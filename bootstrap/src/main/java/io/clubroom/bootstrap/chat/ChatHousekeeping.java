package io.clubroom.bootstrap.chat;

import io.clubroom.application.chat.EraseUsers;
import io.clubroom.domain.Unavailable;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;

/** Erases users who were removed. Every node does so. */
@Singleton
class ChatHousekeeping {
    private static final String THREADS = "chat-housekeeping";

    private final EraseUsers eraseUsers;

    ChatHousekeeping(EraseUsers eraseUsers) {
        this.eraseUsers = eraseUsers;
    }

    @Scheduled(scheduler = THREADS, fixedDelay = "1s")
    void eraseUsers() {
        try {
            while (!eraseUsers.erase().isComplete()) {}
        } catch (Unavailable away) {
            // The log says so already; what was not done is the next time.
        }
    }
}
