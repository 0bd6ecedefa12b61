package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.PeopleDirectory.Position;
import io.clubroom.domain.chat.PeopleDirectory.Query;
import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** Finds active users by their names. */
@Singleton
@OnTable("users")
class PeopleStatements {
    /** The maximum length in characters of the keys in the index for short texts. */
    private static final int MAX_KEY_LENGTH = 2;

    private static final String SELECT = "SELECT id, username, full_name, avatar_id FROM users WHERE active";

    private static final String IN_ROOMS = """
         AND id IN (SELECT theirs.user_id
                    FROM chat_members own
                             JOIN chat_rooms room ON room.id = own.room_id
                             JOIN chat_members theirs ON theirs.room_id = own.room_id
                    WHERE own.user_id = ? AND room.kind <> 'public')\
        """;

    /** Compares the names too, because the keys also match e-mail addresses. */
    private static final String SHORT_TEXT = """
         AND user_search_keys(folded_username, folded_email, folded_full_name) @> user_search_keys(fold_case(?))
         AND (strpos(folded_username, fold_case(?)) > 0 OR strpos(folded_full_name, fold_case(?)) > 0)\
        """;

    private static final String TEXT = " AND (folded_username LIKE fold_case(?) OR folded_full_name LIKE fold_case(?))";
    private static final String AFTER = " AND (folded_full_name, id) > (fold_case(?), ?)";
    private static final String ORDER = " ORDER BY folded_full_name, id LIMIT ";

    private final JdbcOperations database;

    PeopleStatements(JdbcOperations database) {
        this.database = database;
    }

    List<Participant> list(Query query, @Nullable Position after, int limit) {
        StringBuilder sql = new StringBuilder(SELECT);
        List<Object> parameters = new ArrayList<>();
        if (query.inRoomsOf() != null) {
            sql.append(IN_ROOMS);
            parameters.add(query.inRoomsOf().value());
        }
        String text = query.text();
        if (text != null && isShort(text)) {
            sql.append(SHORT_TEXT);
            parameters.addAll(List.of(text, text, text));
        } else if (text != null) {
            sql.append(TEXT);
            String pattern = "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
            parameters.addAll(List.of(pattern, pattern));
        }
        if (after != null) {
            sql.append(AFTER);
            parameters.addAll(List.of(after.fullName(), after.user().value()));
        }
        return list(sql.append(ORDER).append(limit).toString(), parameters, text != null);
    }

    /** @param replan whether to plan each execution, because the best plan depends on how common the text is */
    private List<Participant> list(String sql, List<Object> parameters, boolean replan) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                if (replan) {
                    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
                }
                for (int i = 0; i < parameters.size(); i++) {
                    statement.setObject(i + 1, parameters.get(i));
                }
                return participants(statement);
            }
        });
    }

    private static List<Participant> participants(PreparedStatement statement) throws SQLException {
        List<Participant> people = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                people.add(new ParticipantRow(
                                row.getObject("id", UUID.class),
                                row.getString("username"),
                                row.getString("full_name"),
                                row.getObject("avatar_id", UUID.class))
                        .toParticipant());
            }
        }
        return people;
    }

    /** Whether the index for short texts can find the text. It does not contain line breaks. */
    private static boolean isShort(String text) {
        return !text.isEmpty() && text.indexOf('\n') < 0 && text.codePointCount(0, text.length()) <= MAX_KEY_LENGTH;
    }
}
