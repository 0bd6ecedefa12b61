package io.clubroom.application.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A room as a reader sees it.
 *
 * @param lastMessage as it is now; null if there is none
 * @param counts what the reader has read, and what not
 * @param mute of the reader; null unless the reader is muted there at present
 */
public record DescribedRoom(
        UserId reader,
        RoomSummary summary,
        @Nullable Message lastMessage,
        RoomReads.Counts counts,
        @Nullable Mute mute) {}
