package io.clubroom.domain.chat;

/** Generates the ids of new messages. They increase, so that new messages are adjacent in the index. */
@FunctionalInterface
public interface MessageIds {
    /** Returns an id that no message has had. */
    MessageId next();
}
