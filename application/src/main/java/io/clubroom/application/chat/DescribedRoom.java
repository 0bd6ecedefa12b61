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
 * @param lastMessage in its current state; null if there is none
 * @param counts the reader's read marker and unread counts
 * @param mute the reader's mute; null unless the reader is muted at present
 */
public record DescribedRoom(
        UserId reader,
        RoomSummary summary,
        @Nullable Message lastMessage,
        RoomReads.Counts counts,
        @Nullable Mute mute) {}
