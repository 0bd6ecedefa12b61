package io.clubroom.domain.chat;

import io.clubroom.domain.auth.Actor;

/** Stores readings again that may have been stored although it was reported that they were not: nobody was told of them. */
@FunctionalInterface
public interface UncertainReadings {
    /**
     * Stores soon that a user has read a room up to a message, then tells those who may know, even if it was stored before. Does not
     * block. If too many readings wait, nothing happens.
     */
    void storeAgain(Actor.SignedIn reader, RoomId room, long seq);
}
