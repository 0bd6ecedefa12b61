package io.clubroom.application.mail;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Finds the account link for a token or code. Wrong codes are counted. */
public final class CheckLink {
    public sealed interface Result {
        /** @param user the current user of the account, not locked */
        record Valid(AccountLink link, User user) implements Result {}

        /** The token or code is unknown, wrong, used or expired, or the user is inactive or has another address now. */
        record Invalid() implements Result {}
    }

    private final AccountLinks links;
    private final Users users;
    private final LinkCodes codes;
    private final InstantSource clock;

    public CheckLink(AccountLinks links, Users users, LinkCodes codes, InstantSource clock) {
        this.links = links;
        this.users = users;
        this.codes = codes;
        this.clock = clock;
    }

    /** Checks the proof in the current transaction, which must commit even if the proof is wrong, so that wrong codes are counted. */
    public Result check(LinkProof proof, Purpose purpose) {
        Optional<AccountLink> link = switch (proof) {
            case LinkProof.Token(String token) -> links.find(SecretHash.of(token), purpose);
            case LinkProof.Code code -> byCode(code, purpose);
        };
        return link.filter(found -> found.isValidAt(clock.instant()))
                .<Result>flatMap(found -> users.find(found.user())
                        .filter(user -> fits(user, found))
                        .map(user -> new Result.Valid(found, user)))
                .orElseGet(Result.Invalid::new);
    }

    /**
     * Consumes a valid link in the current transaction. Returns its user, who is then locked; empty if the link was used meanwhile or no
     * longer fits the user.
     *
     * @param lock locks the user
     */
    Optional<User> use(AccountLink link, Function<UserId, Optional<User>> lock) {
        return lock.apply(link.user()).filter(user -> fits(user, link)).filter(_ -> links.remove(link.token()));
    }

    /** Whether the link is still valid for the user. */
    private static boolean fits(User user, AccountLink link) {
        // A restore link belongs to the previous address of the account.
        return user.active()
                && (link.purpose() == Purpose.RESTORE || user.email().isSameAs(link.email()));
    }

    private Optional<AccountLink> byCode(LinkProof.Code proof, Purpose purpose) {
        return users.findByEmail(proof.email())
                .flatMap(user -> links.lockByUser(user.id(), purpose))
                .filter(link -> checkCode(proof.code(), link));
    }

    private boolean checkCode(String code, AccountLink link) {
        if (link.code() != null && areEqual(link.code(), codes.hash(link.purpose(), link.user(), code))) {
            return true;
        }
        links.countWrongCode(link.token());
        return false;
    }

    private static boolean areEqual(SecretHash one, SecretHash other) {
        return MessageDigest.isEqual(
                one.value().getBytes(StandardCharsets.US_ASCII), other.value().getBytes(StandardCharsets.US_ASCII));
    }
}
