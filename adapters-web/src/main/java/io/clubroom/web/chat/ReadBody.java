package io.clubroom.web.chat;

import io.clubroom.domain.chat.RoomReads;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What the caller has read of a room, and not.
 *
 * @param readSeq The `seq` of the last message that was read, 0 if none.
 * @param unreadCount The messages behind it that are not the caller's own and not deleted.
 * @param mentionCount Those of them that mention the caller.
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
