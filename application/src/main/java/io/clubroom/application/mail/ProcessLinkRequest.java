package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.domain.mail.LinkRequests.LinkRequest;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.util.Optional;

/** Processes the oldest request for a mail with a link. Sends the mail if there is an account to which the request applies. */
public final class ProcessLinkRequest {
    public sealed interface Result {
        record Processed() implements Result {}

        /** No request is waiting. */
        record NothingToDo() implements Result {}
    }

    private final Transactions transactions;
    private final LinkRequests requests;
    private final Users users;
    private final SendLink sendLink;

    public ProcessLinkRequest(Transactions transactions, LinkRequests requests, Users users, SendLink sendLink) {
        this.transactions = transactions;
        this.requests = requests;
        this.users = users;
        this.sendLink = sendLink;
    }

    public Result process() {
        return transactions.call(() -> {
            Optional<LinkRequest> request = requests.take();
            if (request.isEmpty()) {
                return new Result.NothingToDo();
            }
            Email email = request.get().email();
            Purpose purpose = request.get().purpose();
            users.findByEmail(email)
                    .flatMap(user -> users.lock(user.id()))
                    .filter(user -> user.email().isSameAs(email) && isApplicable(user, purpose))
                    .ifPresent(user -> sendLink.send(user, purpose, user.email()));
            return new Result.Processed();
        });
    }

    private static boolean isApplicable(User user, Purpose purpose) {
        return user.active() && !(purpose == Purpose.VERIFICATION && user.emailVerified());
    }
}
