package io.clubroom.persistence.search;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.search.MessageSearch;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Searches messages in PostgreSQL: with the index, and by comparing each message that is not indexed yet. */
@Singleton
public final class JdbcMessageSearch implements MessageSearch {
    private final SearchStatements statements;
    private final Transactions transactions;
    private final InstantSource clock;
    private final SearchRun.Bounds bounds;

    @Inject
    JdbcMessageSearch(SearchStatements statements, Transactions transactions, InstantSource clock) {
        this(statements, transactions, clock, SearchRun.Bounds.DEFAULT);
    }

    JdbcMessageSearch(
            SearchStatements statements, Transactions transactions, InstantSource clock, SearchRun.Bounds bounds) {
        this.statements = statements;
        this.transactions = transactions;
        this.clock = clock;
        this.bounds = bounds;
    }

    @Override
    public Page find(Query query) {
        return transactions.call(() -> {
            statements.useOneSnapshot();
            return new SearchRun(statements, query, clock.instant(), bounds).page();
        });
    }
}
