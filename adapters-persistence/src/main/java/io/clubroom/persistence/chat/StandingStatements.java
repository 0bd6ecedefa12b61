package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStanding.Reach;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the standing of users in rooms. */
@Singleton
@OnTable("chat_members")
class StandingStatements {
    /** A room and a user, with the user's account role. */
    record Key(RoomId room, UserId user, Role role) {}

    private static final String STANDINGS =
            "SELECT ordinal, kind, role, banned, muted, muted_until, reach FROM chat_standings(?, ?, ?)";

    private final JdbcOperations database;

    StandingStatements(JdbcOperations database) {
        this.database = database;
    }

    /** Returns the standings; omits rooms that do not exist. */
    Map<Key, RoomStanding> of(List<Key> keys, Instant now) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(STANDINGS)) {
                SqlArray.bind(
                        statement,
                        SqlArray.of("text", keys, key -> key.room().value()),
                        SqlArray.of("uuid", keys, key -> key.user().value()));
                statement.setTimestamp(3, Timestamp.from(now));
                Map<Key, RoomStanding> standings = HashMap.newHashMap(keys.size());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        Key key = keys.get(row.getInt("ordinal") - 1);
                        standings.put(key, standing(row, key.role()));
                    }
                }
                return standings;
            }
        });
    }

    private static RoomStanding standing(ResultSet row, Role role) throws SQLException {
        String stored = row.getString("role");
        OffsetDateTime until = row.getObject("muted_until", OffsetDateTime.class);
        return RoomStanding.of(
                RoomKind.of(row.getString("kind")),
                role,
                stored == null ? null : RoomRole.of(stored),
                row.getBoolean("banned"),
                row.getBoolean("muted") ? new Mute(until == null ? null : until.toInstant()) : null,
                Reach.valueOf(row.getString("reach").toUpperCase(Locale.ROOT)));
    }
}
