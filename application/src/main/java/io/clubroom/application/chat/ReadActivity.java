package io.clubroom.application.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Map;

/** Reads the last message and change of rooms, and the unread counts of their members. */
public final class ReadActivity {
    /**
     * The last message and change of a room, at one time.
     *
     * @param counts the read markers and unread counts of the requested users who are members
     */
    public record Activity(RoomId room, long lastSeq, long lastChange, Map<UserId, RoomReads.Counts> counts) {}

    /** The activity of each room that exists. */
    public record Result(List<Activity> activities) {}

    private final RoomReads reads;

    public ReadActivity(RoomReads reads) {
        this.reads = reads;
    }

    /** @param rooms private and direct rooms, with the users to notify */
    public Result read(Map<RoomId, List<UserId>> rooms) {
        return new Result(reads.activity(rooms).entrySet().stream()
                .map(entry -> new Activity(
                        entry.getKey(),
                        entry.getValue().reached().lastSeq(),
                        entry.getValue().reached().lastChange(),
                        entry.getValue().members()))
                .toList());
    }
}
