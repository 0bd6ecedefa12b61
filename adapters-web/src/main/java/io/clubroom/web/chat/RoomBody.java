package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.clubroom.application.chat.DescribedRoom;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chat room.
 *
 * @param name The name; for a direct room, the full names of the other people, joined by {@code ", "}.
 * @param kind Who can see the room: everybody ({@code public}), its members ({@code private}), or a fixed set of people ({@code direct}).
 * @param memberCount The number of active members. Everybody is a member of a public room.
 * @param lastSeq The `seq` of the last message; 0 if there is none.
 * @param lastChange The number of the last change; 0 if there is none.
 * @param lastMessage The current state of the last message; null if there is none.
 * @param unreadCount The number of messages after `read_seq`, without deleted ones and the caller's own.
 * @param mentionCount The number of those that currently mention the caller.
 * @param readSeq The `seq` of the last message that the caller has read; 0 if none.
 * @param level Which messages in the room the caller wants to be notified of.
 * @param muted Whether the caller is muted in the room.
 * @param mutedUntil When the mute expires; null if it does not expire, or if the caller is not muted.
 */
@Schema(name = "Room", examples = """
    {
      "id": "general",
      "name": "General",
      "created_at": "2026-11-22T18:54:36.964499Z",
      "kind": "public",
      "member_count": 2,
      "last_seq": 1,
      "last_change": 1,
      "last_message": {
        "id": "0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10",
        "seq": 1,
        "user_id": "c865f315-c339-4089-951f-d42b74175dcd",
        "sender_id": "c865f315-c339-4089-951f-d42b74175dcd",
        "sender_name": "John Smith",
        "room_id": "general",
        "content": "Hello everyone!",
        "attachments": [],
        "edited_at": "2026-11-22T18:57:40.002713Z",
        "deleted": false,
        "mentions": [],
        "reactions": [{"emoji": "👍", "count": 2, "mine": true}],
        "reply_to": {
          "id": "0199f0a4-1b2c-7d3e-8f40-516273849506",
          "sender_name": "Jane Doe",
          "content": "Hello!",
          "deleted": false
        },
        "created_at": "2026-11-22T18:55:02.110245Z",
        "user": {
          "id": "c865f315-c339-4089-951f-d42b74175dcd",
          "username": "jsmith",
          "full_name": "John Smith",
          "avatar_url": "/api/users/c865f315-c339-4089-951f-d42b74175dcd/avatar?v=2f1d8a11-3d2c-4b6b-9c3f-0c9b7d2c5cc1"
        }
      },
      "unread_count": 0,
      "mention_count": 0,
      "read_seq": 1,
      "notify": "all",
      "muted": true,
      "muted_until": "2026-11-23T08:00:00Z"
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseUnlessNamed.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RoomBody(
        String id,
        String name,
        Instant createdAt,

        @Schema(allowableValues = {"public", "private", "direct"})
        String kind,

        @Schema(minimum = "0") long memberCount,

        @Schema(minimum = "0") long lastSeq,

        @Schema(minimum = "0") long lastChange,

        @Nullable MessageBody lastMessage,

        @Schema(minimum = "0") long unreadCount,

        @Schema(minimum = "0") long mentionCount,

        @Schema(minimum = "0") long readSeq,

        @JsonProperty("notify")
        @Schema(
                name = "notify",
                allowableValues = {"all", "mentions", "none"})
        String level,

        boolean muted,
        @Nullable Instant mutedUntil) {
    static RoomBody of(DescribedRoom described) {
        Room room = described.summary().room();
        Rooms.Reached reached = described.summary().reached();
        Message last = described.lastMessage();
        RoomReads.Counts counts = described.counts();
        Mute mute = described.mute();
        return new RoomBody(
                room.id().value(),
                room.name().value(),
                room.createdAt(),
                room.kind().text(),
                described.summary().memberCount(),
                reached.lastSeq(),
                reached.lastChange(),
                last == null ? null : MessageBody.of(last, described.reader()),
                counts.unread(),
                counts.mentions(),
                counts.seq(),
                counts.level().text(),
                mute != null,
                mute == null ? null : mute.until());
    }
}
