package io.clubroom.persistence.factor;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The statements on the table {@code wrong_answers}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("wrong_answers")
interface WrongAnswerRows extends GenericRepository<WrongAnswerRow, Long> {
    /** Returns 0 if the user does not exist. */
    @Query("""
        INSERT INTO wrong_answers (user_id, purpose, answered_at)
        SELECT id, :purpose, CAST(:answeredAt AS timestamptz) FROM users WHERE id = :userId\
        """)
    int insert(UUID userId, String purpose, Instant answeredAt);

    @Query("""
        SELECT answered_at FROM wrong_answers
        WHERE user_id = :userId AND purpose = :purpose
        ORDER BY answered_at DESC
        LIMIT :limit\
        """)
    List<Instant> latest(UUID userId, String purpose, int limit);

    /** Removes at most {@code limit} old answers and skips locked ones. */
    @Query("""
        DELETE FROM wrong_answers
        WHERE id = ANY (ARRAY(SELECT id FROM wrong_answers WHERE answered_at < :before
                              LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeBefore(Instant before, int limit);
}
