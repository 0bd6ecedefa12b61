package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads users who appear in, or are mentioned by, messages. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("users")
interface ParticipantRows extends GenericRepository<RoomRow, String> {
    @Query("SELECT id, username, full_name, avatar_id FROM users WHERE id = ANY (CAST(:ids AS uuid[]))")
    List<ParticipantRow> find(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    /** @param names the case-folded usernames */
    @Query("SELECT id, folded_username, role FROM users WHERE folded_username = ANY (:names) AND active")
    List<NamedUserRow> named(@TypeDef(type = DataType.STRING_ARRAY) String[] names);
}
