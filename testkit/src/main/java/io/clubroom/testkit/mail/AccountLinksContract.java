package io.clubroom.testkit.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The contract of {@link AccountLinks}. The store is empty when a test begins. */
public interface AccountLinksContract {
    Instant CREATED_AT = Instant.parse("2025-03-06T22:05:39.123456Z");
    Instant EXPIRES_AT = CREATED_AT.plus(Duration.ofDays(1));

    AccountLinks links();

    Users users();

    Transactions transactions();

    private User storedUser() {
        User user = UserFixture.user().build();
        users().add(user);
        return user;
    }

    private static SecretHash hash() {
        return SecretHash.of(UUID.randomUUID().toString());
    }

    private static AccountLink link(User user, Purpose purpose, @Nullable SecretHash code) {
        return new AccountLink(hash(), purpose, user.id(), user.email(), code, 0, CREATED_AT, EXPIRES_AT);
    }

    private AccountLink stored(User user, Purpose purpose) {
        return stored(link(user, purpose, hash()));
    }

    private AccountLink stored(AccountLink link) {
        links().add(link);
        return link;
    }

    private Optional<AccountLink> found(AccountLink link) {
        return links().find(link.token(), link.purpose());
    }

    private Optional<AccountLink> locked(User user, Purpose purpose) {
        return transactions().call(() -> links().lockByUser(user.id(), purpose));
    }

    private static AccountLink at(AccountLink link, Instant createdAt, Instant expiresAt) {
        return new AccountLink(
                link.token(), link.purpose(), link.user(), link.email(), link.code(), 0, createdAt, expiresAt);
    }

    private static AccountLink with(AccountLink link, @Nullable SecretHash code, int wrongCodes) {
        return new AccountLink(
                link.token(),
                link.purpose(),
                link.user(),
                link.email(),
                code,
                wrongCodes,
                link.createdAt(),
                link.expiresAt());
    }

    @Test
    default void finds_a_link_with_every_field() {
        User user = storedUser();
        AccountLink link = stored(user, Purpose.VERIFICATION);
        AccountLink withoutCode = stored(link(user, Purpose.RESTORE, null));

        assertThat(found(link)).contains(link);
        assertThat(found(withoutCode)).contains(withoutCode);
        assertThat(locked(user, Purpose.VERIFICATION)).contains(link);
    }

    @Test
    default void finds_a_link_for_its_own_purpose_and_user_only() {
        User user = storedUser();
        AccountLink link = stored(user, Purpose.RESET);

        assertThat(links().find(link.token(), Purpose.VERIFICATION)).isEmpty();
        assertThat(links().find(hash(), Purpose.RESET)).isEmpty();
        assertThat(locked(user, Purpose.VERIFICATION)).isEmpty();
        assertThat(locked(storedUser(), Purpose.RESET)).isEmpty();
    }

    @Test
    default void only_the_code_of_the_newest_link_is_valid_but_all_tokens_are() {
        User user = storedUser();
        AccountLink older = stored(user, Purpose.RESET);
        AccountLink otherPurpose = stored(user, Purpose.VERIFICATION);
        AccountLink otherUsers = stored(storedUser(), Purpose.RESET);
        AccountLink newer = stored(user, Purpose.RESET);

        assertThat(locked(user, Purpose.RESET)).contains(newer);
        assertThat(found(older)).contains(with(older, null, 0));
        assertThat(found(otherPurpose)).contains(otherPurpose);
        assertThat(found(otherUsers)).contains(otherUsers);
    }

    @Test
    default void a_voided_code_stays_void_without_the_newer_link() {
        User user = storedUser();
        stored(user, Purpose.RESET);
        AccountLink newer = stored(user, Purpose.RESET);

        assertThat(links().remove(newer.token())).isTrue();

        assertThat(locked(user, Purpose.RESET)).isEmpty();
    }

    @Test
    default void of_links_that_are_added_at_once_only_the_newest_has_a_valid_code() {
        User user = storedUser();
        AccountLink older = link(user, Purpose.RESET, hash());
        AccountLink newer = link(user, Purpose.RESET, hash());

        Rival<AccountLink> rival = transactions().call(() -> {
            links().add(older);
            Rival<AccountLink> second = Rival.start(() -> stored(newer));
            second.assertHeldBack();
            return second;
        });

        assertThat(rival.result()).isEqualTo(newer);
        assertThat(locked(user, Purpose.RESET)).contains(newer);
        assertThat(found(older)).contains(with(older, null, 0));
    }

    @Test
    default void a_code_is_void_after_five_wrong_ones_but_the_token_is_not() {
        User user = storedUser();
        AccountLink link = stored(user, Purpose.RESET);
        for (int wrong = 1; wrong < 5; wrong++) {
            links().countWrongCode(link.token());
            assertThat(locked(user, Purpose.RESET)).contains(with(link, link.code(), wrong));
        }

        links().countWrongCode(link.token());

        assertThat(locked(user, Purpose.RESET)).isEmpty();
        assertThat(found(link)).contains(with(link, null, 5));
    }

    @RepeatedTest(3)
    default void counts_every_one_of_12_concurrent_wrong_codes_up_to_the_fifth() {
        User user = storedUser();
        AccountLink link = stored(user, Purpose.RESET);

        List<Boolean> hadCode = Race.of(
                12,
                _ -> transactions().call(() -> {
                    Optional<AccountLink> found = links().lockByUser(user.id(), Purpose.RESET);
                    found.ifPresent(known -> links().countWrongCode(known.token()));
                    return found.isPresent();
                }));

        assertThat(hadCode.stream().filter(had -> had)).hasSize(5);
        assertThat(found(link)).contains(with(link, null, 5));
    }

    @Test
    default void a_second_bearer_of_a_code_waits_for_the_first() {
        User user = storedUser();
        AccountLink link = stored(user, Purpose.RESET);

        Rival<Optional<AccountLink>> rival = transactions().call(() -> {
            links().lockByUser(user.id(), Purpose.RESET);
            Rival<Optional<AccountLink>> second = Rival.start(() -> locked(user, Purpose.RESET));
            second.assertHeldBack();
            links().remove(link.token());
            return second;
        });

        assertThat(rival.result()).isEmpty();
    }

    @Test
    default void one_of_8_concurrent_callers_removes_a_link() {
        AccountLink link = stored(storedUser(), Purpose.VERIFICATION);

        List<Boolean> removed = Race.of(8, _ -> links().remove(link.token()));

        assertThat(removed).containsOnlyOnce(true);
        assertThat(found(link)).isEmpty();
    }

    @Test
    default void removes_an_expired_link_and_no_unknown_one() {
        AccountLink expired = stored(at(link(storedUser(), Purpose.RESET, null), CREATED_AT, CREATED_AT));

        assertThat(links().remove(hash())).isFalse();
        assertThat(links().remove(expired.token())).isTrue();
    }

    @Test
    default void removes_all_links_of_a_user_and_purpose() {
        User user = storedUser();
        AccountLink first = stored(user, Purpose.RESET);
        AccountLink second = stored(user, Purpose.RESET);
        AccountLink otherPurpose = stored(user, Purpose.RESTORE);
        AccountLink otherUsers = stored(storedUser(), Purpose.RESET);

        links().removeAll(user.id(), Purpose.RESET);

        assertThat(found(first)).isEmpty();
        assertThat(found(second)).isEmpty();
        assertThat(found(otherPurpose)).contains(otherPurpose);
        assertThat(found(otherUsers)).contains(otherUsers);
    }

    @Test
    default void removes_the_links_of_a_user_and_purpose_since_a_time() {
        User user = storedUser();
        AccountLink before =
                stored(at(link(user, Purpose.RESTORE, null), CREATED_AT.minus(1, ChronoUnit.MICROS), EXPIRES_AT));
        AccountLink then = stored(link(user, Purpose.RESTORE, null));
        AccountLink later = stored(at(link(user, Purpose.RESTORE, null), CREATED_AT.plusSeconds(1), EXPIRES_AT));
        AccountLink otherPurpose = stored(link(user, Purpose.RESET, null));

        links().removeSince(user.id(), Purpose.RESTORE, CREATED_AT);

        assertThat(found(before)).contains(before);
        assertThat(found(then)).isEmpty();
        assertThat(found(later)).isEmpty();
        assertThat(found(otherPurpose)).contains(otherPurpose);
    }

    @Test
    default void removes_links_that_expired_before_a_time() {
        User user = storedUser();
        AccountLink before =
                stored(at(link(user, Purpose.RESET, null), CREATED_AT, EXPIRES_AT.minus(1, ChronoUnit.MICROS)));
        AccountLink then = stored(link(user, Purpose.RESET, null));

        links().removeExpired(EXPIRES_AT);

        assertThat(found(before)).isEmpty();
        assertThat(found(then)).contains(then);
    }

    @Test
    default void removes_the_links_of_a_user_with_the_user_and_stores_none_afterwards() {
        User user = storedUser();
        AccountLink link = stored(user, Purpose.VERIFICATION);
        transactions().call(() -> {
            users().lock(user.id());
            users().remove(user.id());
            return true;
        });

        AccountLink late = stored(user, Purpose.VERIFICATION);

        assertThat(found(link)).isEmpty();
        assertThat(found(late)).isEmpty();
    }

    @RepeatedTest(5)
    default void links_can_be_added_tried_and_removed_while_their_user_is_removed() {
        User user = storedUser();
        AccountLink link = stored(user, Purpose.RESET);

        Race.of(
                4,
                runner -> transactions().call(() -> {
                    switch (runner) {
                        case 0 -> links().add(link(user, Purpose.RESET, hash()));
                        case 1 ->
                            links().lockByUser(user.id(), Purpose.RESET)
                                    .ifPresent(known -> links().countWrongCode(known.token()));
                        case 2 -> links().remove(link.token());
                        default -> {
                            users().lock(user.id());
                            users().remove(user.id());
                        }
                    }
                    return true;
                }));

        assertThat(found(link)).isEmpty();
        assertThat(locked(user, Purpose.RESET)).isEmpty();
    }

    @Test
    default void a_rollback_undoes_everything() {
        User user = storedUser();
        AccountLink removed = stored(user, Purpose.VERIFICATION);
        AccountLink kept = stored(user, Purpose.RESET);
        AccountLink added = link(user, Purpose.RESET, hash());
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    links().countWrongCode(kept.token());
                    links().add(added);
                    links().remove(removed.token());
                    links().removeAll(user.id(), Purpose.RESET);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(found(removed)).contains(removed);
        assertThat(found(kept)).contains(kept);
        assertThat(found(added)).isEmpty();
    }
}
