package io.clubroom.domain.chat;

/** Ids for new messages. They increase, so that new messages are adjacent in the index. */
@FunctionalInterface
public interface MessageIds {
    /** An id that no message has had. */
    MessageId next();
}
