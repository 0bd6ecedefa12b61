package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.PeopleDirectory;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory of users in PostgreSQL. */
@Singleton
public final class JdbcPeopleDirectory implements PeopleDirectory {
    private final PeopleStatements statements;

    JdbcPeopleDirectory(PeopleStatements statements) {
        this.statements = statements;
    }

    @Override
    public List<Participant> list(Query query, @Nullable Position after, int limit) {
        // PostgreSQL rejects text with U+0000.
        return query.text() != null && query.text().indexOf('\0') >= 0
                ? List.of()
                : statements.list(query, after, limit);
    }
}
