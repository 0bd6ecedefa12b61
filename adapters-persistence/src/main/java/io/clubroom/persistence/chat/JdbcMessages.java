package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages in PostgreSQL; the functions {@code chat_append_new} and {@code chat_append} number them. */
@Singleton
public final class JdbcMessages implements Messages {
    private final MessageStatements statements;

    JdbcMessages(MessageStatements statements) {
        this.statements = statements;
    }

    @Override
    public List<Outcome> append(List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        Map<Object, Integer> places = new HashMap<>();
        List<Draft> distinct = new ArrayList<>(drafts.size());
        int[] placeOf = new int[drafts.size()];
        for (int i = 0; i < placeOf.length; i++) {
            Draft draft = drafts.get(i);
            Integer place = places.putIfAbsent(key(draft), distinct.size());
            if (place == null) {
                placeOf[i] = distinct.size();
                distinct.add(draft);
            } else {
                placeOf[i] = place;
                if (distinct.get(place).tokenVersion() < draft.tokenVersion()) {
                    // The older token may have been revoked.
                    distinct.set(place, draft);
                }
            }
        }
        List<Outcome> outcomes = statements.appendNew(distinct);
        if (outcomes == null) {
            outcomes = statements.append(distinct);
        }
        if (distinct.size() == drafts.size()) {
            return outcomes;
        }
        List<Outcome> all = new ArrayList<>(drafts.size());
        for (int i = 0; i < placeOf.length; i++) {
            Outcome outcome = outcomes.get(placeOf[i]);
            boolean isFirst = distinct.get(placeOf[i]) == drafts.get(i);
            all.add(
                    !isFirst && outcome instanceof Outcome.Stored(Message message)
                            ? new Outcome.Repeated(message)
                            : outcome);
        }
        return all;
    }

    /** No two drafts of one statement may have the same key. */
    private static Object key(Draft draft) {
        return draft.clientMessageId() == null
                ? draft.id()
                : new IdempotencyKey(draft.room(), draft.sender(), draft.clientMessageId());
    }

    private record IdempotencyKey(RoomId room, UserId sender, ClientMessageId clientMessageId) {}

    @Override
    public List<Message> newest(RoomId room, long after, long before, int limit) {
        return statements.newest(room, after, before, limit);
    }

    @Override
    public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
        return after.isEmpty() ? Map.of() : statements.following(after, limit);
    }
}
