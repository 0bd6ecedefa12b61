package io.clubroom.persistence.factor;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.RecoverySalt;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Recovery codes in PostgreSQL. */
@Singleton
final class JdbcRecoveryCodes implements RecoveryCodes {
    private final RecoveryCodeRows rows;
    private final JdbcTransactions transactions;

    JdbcRecoveryCodes(RecoveryCodeRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public Optional<Hashed> find(UserId user) {
        List<RecoveryCodeRow> found = rows.findByUserId(user.value());
        return found.stream()
                .findFirst()
                .map(first -> new Hashed(
                        new RecoverySalt(HexFormat.of().formatHex(first.salt())),
                        found.stream()
                                .map(row -> HashedSecrets.hash(row.codeHash()))
                                .collect(Collectors.toSet()),
                        first.createdAt()));
    }

    @Override
    public void replace(UserId user, Hashed codes) {
        transactions.call(() -> {
            rows.deleteByUserId(user.value());
            return rows.insert(
                    user.value(),
                    codes.hashes().stream().map(SecretHash::value).toArray(String[]::new),
                    HexFormat.of().parseHex(codes.salt().hex()),
                    codes.createdAt());
        });
    }

    @Override
    public boolean use(UserId user, SecretHash code) {
        return rows.deleteByUserIdAndCodeHash(user.value(), HashedSecrets.column(code)) == 1;
    }

    @Override
    public int left(UserId user) {
        return rows.countByUserId(user.value());
    }

    @Override
    public void remove(UserId user) {
        rows.deleteByUserId(user.value());
    }
}
