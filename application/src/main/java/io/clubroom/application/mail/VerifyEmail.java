package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Map;

/** Marks the address of an account as verified, for the holder of a link or code that was mailed to it. */
public final class VerifyEmail {
    public sealed interface Result {
        record Verified() implements Result {}

        /** The token or code is unknown, wrong, used or expired, or the account has another address now. */
        record TokenInvalid() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final CheckLink checkLink;
    private final SendMail sendMail;
    private final InstantSource clock;

    public VerifyEmail(
            Transactions transactions, Users users, CheckLink checkLink, SendMail sendMail, InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.checkLink = checkLink;
        this.sendMail = sendMail;
        this.clock = clock;
    }

    public Result verify(LinkProof proof) {
        return transactions.call(() -> switch (checkLink.check(proof, Purpose.VERIFICATION)) {
            case CheckLink.Result.Valid(AccountLink link, User _) ->
                checkLink.use(link, users::lock).map(this::verify).orElseGet(Result.TokenInvalid::new);
            case CheckLink.Result.Invalid _ -> new Result.TokenInvalid();
        });
    }

    private Result verify(User user) {
        if (!user.emailVerified()) {
            users.update(user.verified(clock.instant()));
            if (users.welcome(user.id())) {
                sendMail.send(
                        MailKind.WELCOME,
                        user.email(),
                        Map.of("name", user.fullName().value()),
                        null);
            }
        }
        return new Result.Verified();
    }
}
