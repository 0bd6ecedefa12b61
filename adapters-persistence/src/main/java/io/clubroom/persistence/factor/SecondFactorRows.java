package io.clubroom.persistence.factor;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** The statement that reads which second factors an account has. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("totp_secrets")
interface SecondFactorRows extends GenericRepository<TotpSecretRow, UUID> {
    @Query("""
        SELECT EXISTS (SELECT FROM passkeys WHERE user_id = :user AND rp_id = :rpId) AS passkey,
               EXISTS (SELECT FROM totp_secrets WHERE user_id = :user AND active) AS totp,
               EXISTS (SELECT FROM recovery_codes WHERE user_id = :user) AS recovery_code\
        """)
    SecondFactorRow of(UUID user, String rpId);
}
