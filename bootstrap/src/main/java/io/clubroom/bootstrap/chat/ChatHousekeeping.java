package io.clubroom.bootstrap.chat;

import io.clubroom.application.chat.ClearRooms;
import io.clubroom.application.chat.EraseUsers;
import io.clubroom.application.mail.SendNotices;
import io.clubroom.domain.Unavailable;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;

/** Erases deleted users from rooms, removes the contents of deleted rooms, and queues notices of unread messages. Runs on every node. */
@Singleton
class ChatHousekeeping {
    private static final String THREADS = "chat-housekeeping";

    private final EraseUsers eraseUsers;
    private final ClearRooms clearRooms;
    private final SendNotices sendNotices;

    ChatHousekeeping(EraseUsers eraseUsers, ClearRooms clearRooms, SendNotices sendNotices) {
        this.eraseUsers = eraseUsers;
        this.clearRooms = clearRooms;
        this.sendNotices = sendNotices;
    }

    @Scheduled(scheduler = THREADS, fixedDelay = "1s")
    void eraseUsers() {
        try {
            while (!eraseUsers.erase().isComplete()) {}
        } catch (Unavailable away) {
            // The outage is logged elsewhere. The next run does the rest.
        }
    }

    @Scheduled(scheduler = THREADS, fixedDelay = "1s")
    void clearRooms() {
        try {
            while (!clearRooms.clear().isComplete()) {}
        } catch (Unavailable away) {
            // The outage is logged elsewhere. The next run does the rest.
        }
    }

    @Scheduled(scheduler = THREADS, fixedDelay = "1s")
    void sendNotices() {
        try {
            while (!sendNotices.send().isComplete()) {}
        } catch (Unavailable away) {
            // The outage is logged elsewhere. The next run does the rest.
        }
    }
}
