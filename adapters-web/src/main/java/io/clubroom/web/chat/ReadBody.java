package io.clubroom.web.chat;

import io.clubroom.domain.chat.RoomReads;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The caller's read marker and unread counts in a room.
 *
 * @param readSeq The `seq` of the last message that the caller has read; 0 if none.
 * @param unreadCount The number of later messages, without deleted ones and the caller's own.
 * @param mentionCount The number of those that mention the caller.
 */
@Schema(name = "ReadState", examples = """
    {"read_seq": 17, "unread_count": 3, "mention_count": 1}\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record ReadBody(
        @Schema(minimum = "0") long readSeq,
        @Schema(minimum = "0") long unreadCount,
        @Schema(minimum = "0") long mentionCount) {
    static ReadBody of(RoomReads.Counts counts) {
        return new ReadBody(counts.seq(), counts.unread(), counts.mentions());
    }
}
