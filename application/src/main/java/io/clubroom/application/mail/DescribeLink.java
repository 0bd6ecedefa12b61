package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Username;

/** Describes the link of a mail to its holder, without using it. */
public final class DescribeLink {
    public sealed interface Result {
        /** @param email the address that the mail was sent to */
        record Valid(Username username, Email email) implements Result {}

        /** The token is unknown, used or expired, or the account is inactive or has another address now. */
        record Invalid() implements Result {}
    }

    private final Transactions transactions;
    private final CheckLink checkLink;

    public DescribeLink(Transactions transactions, CheckLink checkLink) {
        this.transactions = transactions;
        this.checkLink = checkLink;
    }

    public Result describe(LinkProof.Token token, Purpose purpose) {
        return transactions.call(() -> switch (checkLink.check(token, purpose)) {
            case CheckLink.Result.Valid(AccountLink link, User user) -> new Result.Valid(user.username(), link.email());
            case CheckLink.Result.Invalid _ -> new Result.Invalid();
        });
    }
}
