package io.clubroom.memory.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.testkit.mail.LinkRequestsContract;

class InMemoryLinkRequestsTest implements LinkRequestsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryLinkRequests requests = new InMemoryLinkRequests(transactions);

    @Override
    public LinkRequests requests() {
        return requests;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }
}
