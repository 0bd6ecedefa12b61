package io.clubroom.domain.identity;

import static io.clubroom.domain.identity.AccountLinking.CREATE;
import static io.clubroom.domain.identity.AccountLinking.LINK;
import static io.clubroom.domain.identity.AccountLinking.RECLAIM;
import static io.clubroom.domain.identity.AccountLinking.REFUSE_INACTIVE;
import static io.clubroom.domain.identity.AccountLinking.REFUSE_UNVOUCHED;
import static io.clubroom.domain.identity.AccountLinking.SIGN_IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AccountLinkingTest {
    /** Every combination: identity known, vouched, user exists, address verified, active. */
    private static final String TABLE = """
        known vouched user verified active  SIGN_IN
        known vouched user verified -       REFUSE_INACTIVE
        known vouched user -        active  SIGN_IN
        known vouched user -        -       REFUSE_INACTIVE
        known vouched -    verified active  CREATE
        known vouched -    verified -       CREATE
        known vouched -    -        active  CREATE
        known vouched -    -        -       CREATE
        known -       user verified active  SIGN_IN
        known -       user verified -       REFUSE_INACTIVE
        known -       user -        active  SIGN_IN
        known -       user -        -       REFUSE_INACTIVE
        known -       -    verified active  REFUSE_UNVOUCHED
        known -       -    verified -       REFUSE_UNVOUCHED
        known -       -    -        active  REFUSE_UNVOUCHED
        known -       -    -        -       REFUSE_UNVOUCHED
        -     vouched user verified active  LINK
        -     vouched user verified -       REFUSE_INACTIVE
        -     vouched user -        active  RECLAIM
        -     vouched user -        -       REFUSE_INACTIVE
        -     vouched -    verified active  CREATE
        -     vouched -    verified -       CREATE
        -     vouched -    -        active  CREATE
        -     vouched -    -        -       CREATE
        -     -       user verified active  REFUSE_UNVOUCHED
        -     -       user verified -       REFUSE_UNVOUCHED
        -     -       user -        active  REFUSE_UNVOUCHED
        -     -       user -        -       REFUSE_UNVOUCHED
        -     -       -    verified active  REFUSE_UNVOUCHED
        -     -       -    verified -       REFUSE_UNVOUCHED
        -     -       -    -        active  REFUSE_UNVOUCHED
        -     -       -    -        -       REFUSE_UNVOUCHED
        """;

    /** The user is the linked one if the account is known, else the one with the same address. */
    private static AccountLinking decide(
            boolean known, boolean vouched, boolean exists, boolean verified, boolean active) {
        User user = exists ? user(verified, active) : null;
        return AccountLinking.decide(known ? user : null, known ? null : user, vouched);
    }

    private static User user(boolean verified, boolean active) {
        User user = User.registered(
                        new UserId(new UUID(1, 2)),
                        new Username("ada"),
                        new Email("ada@example.com"),
                        new FullName("Ada Lovelace"),
                        Role.CLIENT,
                        Instant.EPOCH)
                .with(UserChange.NOTHING.withActive(active));
        return verified ? user.withVerifiedEmail() : user;
    }

    @Test
    void decides_every_combination_as_in_the_table() {
        Map<List<Boolean>, AccountLinking> seen = new HashMap<>();
        for (String line : TABLE.strip().split("\n")) {
            String[] words = line.strip().split(" +");
            List<Boolean> facts = List.of(
                    !words[0].equals("-"),
                    !words[1].equals("-"),
                    !words[2].equals("-"),
                    !words[3].equals("-"),
                    !words[4].equals("-"));
            AccountLinking decision = decide(facts.get(0), facts.get(1), facts.get(2), facts.get(3), facts.get(4));
            seen.put(facts, decision);
            assertThat(decision).as(line).isEqualTo(AccountLinking.valueOf(words[5]));
        }
        assertThat(seen).hasSize(32);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void admits_no_inactive_user_and_links_nothing_without_a_vouched_address(
            @ForAll boolean known,
            @ForAll boolean vouched,
            @ForAll boolean user,
            @ForAll boolean verified,
            @ForAll boolean active) {
        AccountLinking decision = decide(known, vouched, user, verified, active);

        if (user && !active) {
            assertThat(decision).isIn(REFUSE_INACTIVE, REFUSE_UNVOUCHED);
        }
        if (!vouched && !known) {
            assertThat(decision).isEqualTo(REFUSE_UNVOUCHED);
        }
        if (decision == LINK) {
            assertThat(verified).isTrue();
        }
        if (decision == RECLAIM) {
            assertThat(verified).isFalse();
        }
        if (decision == CREATE) {
            assertThat(user).isFalse();
        }
        if (decision == SIGN_IN) {
            assertThat(known).isTrue();
        }
    }
}
