package io.clubroom.persistence.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Notices;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomReads.Counts;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.UnreadMessages;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notices of unread messages by mail, in PostgreSQL. */
@Singleton
public final class JdbcNotices implements Notices {
    private final NoticeRows rows;
    private final JdbcRoomReads reads;
    private final JdbcRoomStandings standings;
    private final JdbcVisibleRooms rooms;

    JdbcNotices(NoticeRows rows, JdbcRoomReads reads, JdbcRoomStandings standings, JdbcVisibleRooms rooms) {
        this.rows = rows;
        this.reads = reads;
        this.standings = standings;
        this.rooms = rooms;
    }

    @Override
    public List<UnreadMessages> unread(User user, long absence, int limit) {
        List<NoticeRoomRow> candidates = rows.rooms(user.id().value()).stream()
                .filter(row -> !isIn(row.queuedAbsence(), absence))
                .toList();
        Map<RoomId, Counts> counts = reads.counts(
                user.id(),
                candidates.stream().map(row -> new RoomId(row.roomId())).toList());
        return candidates.stream()
                .flatMap(row -> unread(user, row, counts.get(new RoomId(row.roomId())), limit).stream())
                .toList();
    }

    @Override
    public Optional<UnreadMessages> unreadIn(RoomId room, User user, long absence, int limit) {
        return rows.find(user.id().value(), room.value())
                .filter(row -> !isIn(row.toldAbsence(), absence))
                .flatMap(row ->
                        unread(user, row, reads.counts(user.id(), List.of(room)).get(room), limit));
    }

    private static boolean isIn(@Nullable Long stored, long absence) {
        return stored != null && stored == absence;
    }

    private Optional<UnreadMessages> unread(User user, NoticeRoomRow row, @Nullable Counts counts, int limit) {
        if (counts == null || counts.unread() == 0 || counts.level() == NotifyLevel.NONE) {
            return Optional.empty();
        }
        RoomId id = new RoomId(row.roomId());
        Actor.SignedIn reader = Actor.SignedIn.of(user);
        RoomStanding standing = standings.of(reader, id);
        Optional<RoomSummary> summary = rooms.find(reader, id);
        if (standing == null || standing.reach() == RoomStanding.Reach.BLOCKED_BY_USER || summary.isEmpty()) {
            return Optional.empty();
        }
        Room room = summary.get().room();
        boolean all = room.kind() == RoomKind.DIRECT && counts.level() == NotifyLevel.ALL;
        return unread(room, all, user.id().value(), Math.max(counts.seq(), row.toldSeq()), limit);
    }

    private Optional<UnreadMessages> unread(Room room, boolean all, UUID reader, long after, int limit) {
        String id = room.id().value();
        UnreadCountRow count = all ? rows.count(id, reader, after) : rows.countMentions(id, reader, after);
        if (count.messages() == 0) {
            return Optional.empty();
        }
        List<UnreadMessageRow> first =
                all ? rows.first(id, reader, after, limit) : rows.firstMentions(id, reader, after, limit);
        return Optional.of(new UnreadMessages(
                room.id(),
                room.kind(),
                room.name(),
                first.stream().map(UnreadMessageRow::toLine).toList(),
                count.messages(),
                Objects.requireNonNull(count.lastSeq()),
                Objects.requireNonNull(count.since())));
    }

    @Override
    public void queued(UserId user, RoomId room, long absence) {
        rows.queued(user.value(), room.value(), absence);
    }

    @Override
    public void withdrawn(UserId user, RoomId room, long absence) {
        rows.withdrawn(user.value(), room.value(), absence);
    }

    @Override
    public void told(UserId user, RoomId room, long absence, long lastSeq) {
        rows.told(user.value(), room.value(), absence, lastSeq);
    }
}
