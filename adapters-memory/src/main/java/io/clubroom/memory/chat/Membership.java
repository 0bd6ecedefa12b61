package io.clubroom.memory.chat;

import io.clubroom.domain.chat.RoomRole;
import java.time.Instant;

/** What is stored of a member of a room. */
record Membership(RoomRole role, Instant joinedAt) {}
