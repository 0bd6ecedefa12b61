package io.clubroom.memory.mail;

import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.memory.InMemoryTransactions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Requests for mails with links, in memory. */
public final class InMemoryLinkRequests implements LinkRequests {
    private final InMemoryTransactions transactions;
    private final Deque<LinkRequest> requests = new ArrayDeque<>();

    public InMemoryLinkRequests(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void add(LinkRequest request) {
        transactions.run(() -> {
            transactions.onRollback(requests::removeLast);
            requests.addLast(request);
        });
    }

    @Override
    public Optional<LinkRequest> take() {
        return transactions.call(() -> {
            Optional<LinkRequest> oldest = Optional.ofNullable(requests.pollFirst());
            oldest.ifPresent(request -> transactions.onRollback(() -> requests.addFirst(request)));
            return oldest;
        });
    }
}
