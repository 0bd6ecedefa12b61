package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The standing of users in rooms (role, mute, ban and reachability), in PostgreSQL. */
@Singleton
public final class JdbcRoomStandings implements RoomStandings {
    private final StandingStatements statements;
    private final InstantSource clock;

    JdbcRoomStandings(StandingStatements statements, InstantSource clock) {
        this.statements = statements;
        this.clock = clock;
    }

    @Override
    public Map<Key, RoomStanding> of(List<Key> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<StandingStatements.Key, RoomStanding> standings =
                statements.of(keys.stream().map(JdbcRoomStandings::stored).toList(), clock.instant());
        return keys.stream()
                .distinct()
                .filter(key -> standings.containsKey(stored(key)))
                .collect(toMap(key -> key, key -> standings.get(stored(key))));
    }

    private static StandingStatements.Key stored(Key key) {
        return new StandingStatements.Key(
                key.room(), key.actor().id(), key.actor().role());
    }
}
