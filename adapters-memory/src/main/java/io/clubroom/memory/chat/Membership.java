package io.clubroom.memory.chat;

import io.clubroom.domain.chat.RoomRole;
import java.time.Instant;

/** The role of a member of a room, and when the user became a member. */
record Membership(RoomRole role, Instant joinedAt) {}
