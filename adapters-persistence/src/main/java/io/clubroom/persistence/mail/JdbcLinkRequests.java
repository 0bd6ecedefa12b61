package io.clubroom.persistence.mail;

import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.domain.user.Email;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Requests for mails with links, in PostgreSQL. */
@Singleton
public final class JdbcLinkRequests implements LinkRequests {
    private final LinkRequestRows rows;
    private final JdbcTransactions transactions;

    JdbcLinkRequests(LinkRequestRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void add(LinkRequest request) {
        rows.insert(request.email().value(), JdbcAccountLinks.column(request.purpose()), request.createdAt());
    }

    @Override
    public Optional<LinkRequest> take() {
        return transactions.call(() -> {
            Optional<LinkRequestRow> oldest = rows.lockOldest();
            oldest.ifPresent(row -> rows.deleteById(row.number()));
            return oldest.map(row -> new LinkRequest(
                    new Email(row.email()), JdbcAccountLinks.toPurpose(row.purpose()), row.createdAt()));
        });
    }
}
