package io.clubroom.persistence.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.VisibleRooms;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rooms that a user may read, in PostgreSQL. */
@Singleton
public final class JdbcVisibleRooms implements VisibleRooms {
    private static final String[] OF_MEMBERS = {RoomKind.PRIVATE.text(), RoomKind.DIRECT.text()};

    private final SummaryRows rows;
    private final InstantSource clock;

    JdbcVisibleRooms(SummaryRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public List<RoomSummary> list(Actor.SignedIn reader, @Nullable RoomKind kind, @Nullable RoomId after, int limit) {
        UUID id = reader.id().value();
        Instant now = clock.instant();
        String start = after == null ? "" : after.value();
        List<SummaryRow> found;
        if (kind == null) {
            found = rows.ofAllKinds(id, now, OF_MEMBERS, start, limit);
        } else if (kind == RoomKind.PUBLIC) {
            found = rows.ofPublic(id, now, start, limit);
        } else {
            found = rows.ofMember(id, now, new String[] {kind.text()}, start, limit);
        }
        return found.stream().map(SummaryRow::toSummary).toList();
    }

    @Override
    public Optional<RoomSummary> find(Actor.SignedIn reader, RoomId room) {
        return rows.find(reader.id().value(), clock.instant(), room.value()).map(SummaryRow::toSummary);
    }
}
