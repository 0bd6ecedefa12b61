package io.clubroom.persistence.mail;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import io.clubroom.persistence.user.JdbcUsers;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The links in mails, in PostgreSQL. */
@Singleton
public final class JdbcAccountLinks implements AccountLinks {
    private final AccountLinkRows rows;
    private final JdbcUsers users;
    private final JdbcTransactions transactions;

    JdbcAccountLinks(AccountLinkRows rows, JdbcUsers users, JdbcTransactions transactions) {
        this.rows = rows;
        this.users = users;
        this.transactions = transactions;
    }

    /** The purpose as the database spells it. */
    static String column(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    static Purpose toPurpose(String column) {
        return Purpose.valueOf(column.toUpperCase(Locale.ROOT));
    }

    @Override
    public void add(AccountLink link) {
        transactions.call(() -> users.lock(link.user()).map(_ -> insert(link)));
    }

    private int insert(AccountLink link) {
        return rows.insert(
                HashedSecrets.column(link.token()),
                column(link.purpose()),
                link.user().value(),
                link.email().value(),
                link.code() == null ? null : HashedSecrets.column(link.code()),
                link.wrongCodes(),
                link.createdAt(),
                link.expiresAt());
    }

    @Override
    public Optional<AccountLink> find(SecretHash token, Purpose purpose) {
        return rows.findByTokenHashAndPurpose(HashedSecrets.column(token), column(purpose))
                .map(JdbcAccountLinks::toLink);
    }

    @Override
    public Optional<AccountLink> lockByUser(UserId user, Purpose purpose) {
        transactions.require();
        return rows.lockNewest(user.value(), column(purpose))
                .filter(row -> row.codeHash() != null)
                .map(JdbcAccountLinks::toLink);
    }

    @Override
    public void countWrongCode(SecretHash token) {
        rows.countWrongCode(HashedSecrets.column(token), AccountLink.MAX_WRONG_CODES);
    }

    @Override
    public boolean remove(SecretHash token) {
        return rows.remove(HashedSecrets.column(token)) == 1;
    }

    @Override
    public void removeAll(UserId user, Purpose purpose) {
        removeSince(user, purpose, Instant.EPOCH);
    }

    @Override
    public void removeSince(UserId user, Purpose purpose, Instant since) {
        rows.removeSince(user.value(), column(purpose), since);
    }

    @Override
    public void removeExpired(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removeExpired(before, limit));
    }

    private static AccountLink toLink(AccountLinkRow row) {
        return new AccountLink(
                HashedSecrets.hash(row.tokenHash()),
                toPurpose(row.purpose()),
                new UserId(row.userId()),
                new Email(row.email()),
                row.codeHash() == null ? null : HashedSecrets.hash(row.codeHash()),
                row.wrongCodes(),
                row.createdAt(),
                row.expiresAt());
    }
}
