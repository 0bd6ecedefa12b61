package io.clubroom.testkit.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.InvitationId;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.invitation.Invitations.Position;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The contract of {@link Invitations}. The store is empty when a test begins. */
public interface InvitationsContract {
    Instant NOW = Instant.parse("2025-03-06T22:05:39.123456Z");

    Invitations invitations();

    Users users();

    Transactions transactions();

    private User inviter() {
        User user = UserFixture.admin().build();
        users().add(user);
        return user;
    }

    private static SecretHash token() {
        return SecretHash.of(UUID.randomUUID().toString());
    }

    private static Invitation invitation(String email, @Nullable UserId invitedBy, Instant createdAt) {
        return new Invitation(
                new InvitationId(UUID.randomUUID()),
                new Email(email),
                Role.TRAINER,
                List.of(new RoomId("general"), new RoomId("süd")),
                invitedBy,
                createdAt,
                createdAt.plus(Invitation.LIFETIME),
                null,
                null);
    }

    private static Invitation invitation(String email) {
        return invitation(email, null, NOW);
    }

    private Invitation stored(String email) {
        return stored(invitation(email));
    }

    private Invitation stored(Invitation invitation) {
        assertThat(invitations().add(invitation, token())).isTrue();
        return invitation;
    }

    private static Invitation ended(
            Invitation invitation, @Nullable Instant acceptedAt, @Nullable Instant withdrawnAt) {
        return new Invitation(
                invitation.id(),
                invitation.email(),
                invitation.role(),
                invitation.rooms(),
                invitation.invitedBy(),
                invitation.createdAt(),
                invitation.expiresAt(),
                acceptedAt,
                withdrawnAt);
    }

    @Test
    default void finds_an_invitation_with_every_field() {
        Invitation invitation = invitation("John@Example.com", inviter().id(), NOW);
        SecretHash token = token();

        assertThat(invitations().add(invitation, token)).isTrue();

        assertThat(invitations().find(invitation.id())).contains(invitation);
        assertThat(invitations().findByToken(token)).contains(invitation);
        assertThat(invitations().findPending(new Email("john@example.COM"), NOW))
                .contains(invitation);
        assertThat(invitations().find(new InvitationId(UUID.randomUUID()))).isEmpty();
        assertThat(invitations().findByToken(token())).isEmpty();
        assertThat(invitations().findPending(new Email("jane@example.com"), NOW))
                .isEmpty();
    }

    @Test
    default void refuses_a_second_pending_invitation_of_an_address_in_another_case() {
        Invitation first = stored("john@example.com");
        Invitation second = invitation("JOHN@example.com");
        SecretHash token = token();

        assertThat(invitations().add(second, token)).isFalse();

        assertThat(invitations().find(second.id())).isEmpty();
        assertThat(invitations().findByToken(token)).isEmpty();
        assertThat(invitations().findPending(first.email(), NOW)).contains(first);
    }

    @RepeatedTest(3)
    default void stores_exactly_one_of_12_concurrent_invitations_of_an_address() {
        List<Boolean> added = Race.of(
                12,
                runner -> invitations()
                        .add(invitation(runner % 2 == 0 ? "john@example.com" : "John@Example.com"), token()));

        assertThat(added).containsOnlyOnce(true);
    }

    @Test
    default void an_address_can_be_invited_again_after_the_invitation_has_ended() {
        Invitation accepted = stored("john@example.com");
        assertThat(invitations().accept(accepted.id(), NOW)).isTrue();
        Invitation withdrawn = stored("john@example.com");
        assertThat(invitations().withdraw(withdrawn.id(), NOW)).isTrue();
        Invitation expired = stored("john@example.com");

        Invitation next = stored(invitation("john@example.com", null, expired.expiresAt()));

        assertThat(invitations().findPending(next.email(), next.createdAt())).contains(next);
        assertThat(invitations().find(expired.id())).contains(expired);
        assertThat(invitations().list(null, null, 10)).hasSize(4);
    }

    @Test
    default void an_expired_invitation_is_not_pending() {
        Invitation invitation = stored("john@example.com");
        Instant last = invitation.expiresAt().minus(1, ChronoUnit.MICROS);

        assertThat(invitations().findPending(invitation.email(), last)).contains(invitation);
        assertThat(invitations().findPending(invitation.email(), invitation.expiresAt()))
                .isEmpty();
        assertThat(invitations().accept(invitation.id(), invitation.expiresAt()))
                .isFalse();
        assertThat(invitations().withdraw(invitation.id(), invitation.expiresAt()))
                .isFalse();
        assertThat(invitations().accept(invitation.id(), last)).isTrue();
    }

    @Test
    default void accepts_and_withdraws_a_pending_invitation_once() {
        Invitation accepted = stored("john@example.com");
        Invitation withdrawn = stored("jane@example.com");

        assertThat(invitations().accept(accepted.id(), NOW)).isTrue();
        assertThat(invitations().withdraw(withdrawn.id(), NOW)).isTrue();

        assertThat(invitations().accept(accepted.id(), NOW)).isFalse();
        assertThat(invitations().withdraw(accepted.id(), NOW)).isFalse();
        assertThat(invitations().accept(withdrawn.id(), NOW)).isFalse();
        assertThat(invitations().accept(new InvitationId(UUID.randomUUID()), NOW))
                .isFalse();
        assertThat(invitations().find(accepted.id())).contains(ended(accepted, NOW, null));
        assertThat(invitations().find(withdrawn.id())).contains(ended(withdrawn, null, NOW));
        assertThat(invitations().findPending(accepted.email(), NOW)).isEmpty();
        assertThat(invitations().findPending(withdrawn.email(), NOW)).isEmpty();
    }

    @Test
    default void accepts_a_pending_invitation_by_its_link_once() {
        Invitation invitation = invitation("john@example.com");
        SecretHash token = token();
        invitations().add(invitation, token);

        assertThat(invitations().accept(token(), NOW)).isFalse();
        assertThat(invitations().accept(token, invitation.expiresAt())).isFalse();
        assertThat(invitations().accept(token, NOW)).isTrue();

        assertThat(invitations().accept(token, NOW)).isFalse();
        assertThat(invitations().find(invitation.id())).contains(ended(invitation, NOW, null));
    }

    @Test
    default void a_link_that_another_transaction_replaces_is_not_accepted() {
        Invitation invitation = invitation("john@example.com");
        SecretHash old = token();
        invitations().add(invitation, old);

        Rival<Boolean> acceptance = transactions().call(() -> {
            invitations().renew(invitation.renewed(NOW), token(), NOW);
            Rival<Boolean> rival =
                    Rival.start(() -> transactions().call(() -> invitations().accept(old, NOW)));
            rival.assertHeldBack();
            return rival;
        });

        assertThat(acceptance.result()).isFalse();
        assertThat(invitations().findPending(invitation.email(), NOW)).isPresent();
    }

    @RepeatedTest(3)
    default void one_of_12_concurrent_callers_ends_an_invitation() {
        Invitation invitation = stored("john@example.com");

        List<Boolean> ended = Race.of(
                12,
                runner -> transactions()
                        .call(() -> runner % 3 == 0
                                ? invitations().withdraw(invitation.id(), NOW)
                                : invitations().accept(invitation.id(), NOW)));

        assertThat(ended).containsOnlyOnce(true);
    }

    @Test
    default void a_new_link_replaces_the_old_one() {
        Invitation invitation = invitation("john@example.com");
        SecretHash old = token();
        invitations().add(invitation, old);
        Instant later = invitation.expiresAt().plus(Duration.ofDays(1));
        Invitation renewed = invitation.renewed(later);
        SecretHash token = token();

        assertThat(invitations().renew(renewed, token, later)).isTrue();

        assertThat(invitations().findByToken(old)).isEmpty();
        assertThat(invitations().findByToken(token)).contains(renewed);
        assertThat(invitations().findPending(invitation.email(), later)).contains(renewed);
        assertThat(invitations().add(invitation("john@example.com", null, later), token()))
                .isFalse();
    }

    @Test
    default void an_ended_invitation_gets_no_new_link() {
        Invitation accepted = stored("john@example.com");
        invitations().accept(accepted.id(), NOW);
        Invitation withdrawn = stored("jane@example.com");
        invitations().withdraw(withdrawn.id(), NOW);

        assertThat(invitations().renew(accepted.renewed(NOW), token(), NOW)).isFalse();
        assertThat(invitations().renew(withdrawn.renewed(NOW), token(), NOW)).isFalse();
    }

    @Test
    default void an_expired_invitation_gets_no_new_link_while_another_is_pending() {
        Invitation expired = stored("john@example.com");
        Instant later = expired.expiresAt();
        Invitation pending = stored(invitation("John@example.com", null, later));

        assertThat(invitations().renew(expired.renewed(later), token(), later)).isFalse();
        invitations().withdraw(pending.id(), later);
        assertThat(invitations().renew(expired.renewed(later), token(), later)).isTrue();
    }

    @RepeatedTest(3)
    default void of_concurrent_new_and_renewed_invitations_of_an_address_one_is_pending() {
        Invitation expired = stored("john@example.com");
        Instant later = expired.expiresAt();

        List<Boolean> done = Race.of(
                8,
                runner -> runner % 2 == 0
                        ? invitations().add(invitation("john@example.com", null, later), token())
                        : invitations().renew(expired.renewed(later), token(), later));

        // The expired one can be renewed by several, one after the other.
        assertThat(done).contains(true);
        assertThat(invitations().list(null, null, 10).stream()
                        .filter(invitation -> invitation.statusAt(later) == Invitation.Status.PENDING))
                .hasSize(1);
    }

    @Test
    default void lists_in_pages_newest_first() {
        UserId inviter = inviter().id();
        List<Invitation> expected = new ArrayList<>();
        IntStream.range(0, 6).forEach(i -> {
            Invitation invitation =
                    invitation("user" + i + "@example.com", i % 2 == 0 ? inviter : null, NOW.plusSeconds(i / 3));
            expected.add(stored(invitation));
        });
        expected.sort((one, other) -> one.createdAt().equals(other.createdAt())
                ? other.id().toString().compareTo(one.id().toString())
                : other.createdAt().compareTo(one.createdAt()));

        List<Invitation> listed = new ArrayList<>(invitations().list(null, null, 4));
        Invitation last = listed.getLast();
        listed.addAll(invitations().list(null, new Position(last.createdAt(), last.id()), 4));

        assertThat(listed).isEqualTo(expected);
        assertThat(invitations().list(inviter, null, 10))
                .isEqualTo(expected.stream()
                        .filter(invitation -> invitation.invitedBy() != null)
                        .toList());
    }

    @Test
    default void stays_when_the_inviter_is_removed() {
        User inviter = inviter();
        Invitation invitation = stored(invitation("john@example.com", inviter.id(), NOW));

        transactions().call(() -> {
            users().lock(inviter.id());
            users().remove(inviter.id());
            return true;
        });

        assertThat(invitations().find(invitation.id()).orElseThrow().invitedBy())
                .isNull();
        assertThat(invitations().findPending(invitation.email(), NOW)).isPresent();
    }

    @Test
    default void a_rollback_undoes_everything() {
        Invitation accepted = stored("john@example.com");
        Invitation renewed = stored("jane@example.com");
        Invitation added = invitation("new@example.com");
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    invitations().accept(accepted.id(), NOW);
                    invitations().renew(renewed.renewed(NOW.plusSeconds(1)), token(), NOW);
                    invitations().add(added, token());
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(invitations().find(accepted.id())).contains(accepted);
        assertThat(invitations().find(renewed.id())).contains(renewed);
        assertThat(invitations().find(added.id())).isEmpty();
    }
}
