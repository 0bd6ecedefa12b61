package io.clubroom.application.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Map;

/** Reads where rooms end, and what their members have not read. */
public final class ReadActivity {
    /**
     * Where a room ends at this time.
     *
     * @param counts what those of the users have not read who are members
     */
    public record Activity(RoomId room, long lastSeq, long lastChange, Map<UserId, RoomReads.Counts> counts) {}

    /** The activity of each room that exists. */
    public record Result(List<Activity> activities) {}

    private final RoomReads reads;

    public ReadActivity(RoomReads reads) {
        this.reads = reads;
    }

    /** @param rooms private and direct rooms, with the users who are to be told */
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
