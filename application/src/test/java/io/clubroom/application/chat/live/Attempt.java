package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.file.FileId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that a client has published, perhaps not for the first time; the text is unique. */
final class Attempt {
    final SimulatedSubscription subscription;
    final String text;
    final List<FileId> files;
    final @Nullable ClientMessageId id;

    /** Counts the messages of the subscription. */
    final int number;

    boolean handedToStore;

    /** Whether the engine was told that the message has been stored: it answers by the delivery. */
    boolean stored;

    boolean delivered;

    /** Whether the client has asked to skip the delivery. */
    boolean skipped;

    Attempt(SimulatedSubscription subscription, Request.Publish publish, int number) {
        this.subscription = subscription;
        this.text = publish.text();
        this.files = publish.files();
        this.id = publish.id();
        this.number = number;
    }
}
