package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Messages in PostgreSQL; their numbers are given by its function {@code chat_append}. */
@Singleton
public final class JdbcMessages implements Messages {
    private final MessageStatements statements;

    JdbcMessages(MessageStatements statements) {
        this.statements = statements;
    }

    @Override
    public List<Outcome> append(List<Draft> drafts) {
        return drafts.isEmpty() ? List.of() : statements.append(drafts);
    }

    @Override
    public List<Message> newest(RoomId room, long after, long before, int limit) {
        return statements.newest(room, after, before, limit);
    }

    @Override
    public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
        return after.isEmpty() ? Map.of() : statements.following(after, limit);
    }
}
