package io.clubroom.application.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.InvitationId;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.RegistrationPolicy.Mode;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Username;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InvitationTest {
    private static final Email MARIA = new Email("maria@example.com");

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin().fullName("Ada Min"));
    private final User trainer = club.join(UserFixture.user().role(Role.TRAINER));
    private final User otherTrainer = club.join(UserFixture.user().role(Role.TRAINER));
    private final User client = club.join(UserFixture.user());

    private Invite.Result invite(User by, Role role) {
        return club.invite.invite(Club.as(by), () -> new Invite.Command(MARIA, role, List.of()));
    }

    private Invitation invited(User by, Role role) {
        return ((Invite.Result.Invited) invite(by, role)).invitation();
    }

    private OutgoingMail mail() {
        return club.mail(MailKind.INVITATION, MARIA);
    }

    private CreateUser.Result register(CreateUser createUser, String username, Email email, @Nullable String token) {
        return createUser.create(
                Actor.ANONYMOUS,
                new CreateUser.Command(
                                new Username(username), email, Club.PASSWORD, new FullName("María Torres"), Role.CLIENT)
                        .withInvitation(token));
    }

    private CreateUser.Result accept(OutgoingMail mail) {
        return register(club.createUser, "maria", MARIA, Club.token(mail).token());
    }

    @Test
    void sends_a_link() {
        Invitation invitation = invited(admin, Role.TRAINER);

        assertThat(invitation.expiresAt()).isEqualTo(Club.NOW.plus(Duration.ofDays(7)));
        assertThat(mail().variables()).containsEntry("inviter", "Ada Min").containsEntry("role", "trainer");
        assertThat(club.describeInvitation.describe(Club.token(mail()).token()))
                .isEqualTo(new DescribeInvitation.Result.Pending(invitation));
    }

    @Test
    void registers_with_the_role_and_a_verified_address() {
        Invitation invitation = invited(admin, Role.TRAINER);

        assertThat(accept(mail())).isInstanceOf(CreateUser.Result.Created.class);

        User maria = club.users.findByEmail(MARIA).orElseThrow();
        assertThat(maria.role()).isEqualTo(Role.TRAINER);
        assertThat(maria.emailVerified()).isTrue();
        assertThat(club.invitations.find(invitation.id()).orElseThrow().statusAt(Club.NOW))
                .isEqualTo(Invitation.Status.ACCEPTED);
        assertThat(club.mails()).extracting(OutgoingMail::kind).containsExactly(MailKind.INVITATION, MailKind.WELCOME);
    }

    @Test
    void registers_one_of_many_at_once() {
        invited(admin, Role.CLIENT);
        String token = Club.token(mail()).token();

        var results = Race.of(8, i -> register(club.createUser, "maria" + i, MARIA, token));

        assertThat(results)
                .filteredOn(CreateUser.Result.Created.class::isInstance)
                .hasSize(1);
        assertThat(results)
                .filteredOn(result -> !(result instanceof CreateUser.Result.Created))
                .containsOnly(new CreateUser.Result.InvitationInvalid());
        assertThat(register(club.createUser, "maria9", MARIA, token))
                .isEqualTo(new CreateUser.Result.InvitationInvalid());
    }

    @Test
    void keeps_the_invitation_if_the_registration_fails() {
        invited(admin, Role.CLIENT);

        assertThat(register(
                        club.createUser,
                        client.username().value(),
                        MARIA,
                        Club.token(mail()).token()))
                .isInstanceOf(CreateUser.Result.Taken.class);
        assertThat(accept(mail())).isInstanceOf(CreateUser.Result.Created.class);
    }

    @Test
    void is_for_the_invited_address() {
        invited(admin, Role.CLIENT);

        assertThat(register(
                        club.createUser,
                        "maria",
                        new Email("other@example.com"),
                        Club.token(mail()).token()))
                .isEqualTo(new CreateUser.Result.InvitedOther());
        assertThat(register(
                        club.createUser,
                        "maria",
                        new Email("MARIA@example.com"),
                        Club.token(mail()).token()))
                .isInstanceOf(CreateUser.Result.Created.class);
    }

    @Test
    void expires() {
        invited(admin, Role.CLIENT);
        club.clock.advance(Duration.ofDays(7));

        assertThat(accept(mail())).isEqualTo(new CreateUser.Result.InvitationInvalid());
        assertThat(invite(admin, Role.CLIENT)).isInstanceOf(Invite.Result.Invited.class);
    }

    @Test
    void ends_when_it_is_withdrawn() {
        Invitation invitation = invited(trainer, Role.CLIENT);
        mail();

        assertThat(club.withdrawInvitation.withdraw(Club.as(trainer), invitation.id()))
                .isEqualTo(new WithdrawInvitation.Result.Withdrawn());
        assertThat(accept(mail())).isEqualTo(new CreateUser.Result.InvitationInvalid());
        assertThat(invite(trainer, Role.CLIENT)).isInstanceOf(Invite.Result.Invited.class);
    }

    @Test
    void is_not_withdrawn_after_it_was_accepted() {
        Invitation invitation = invited(trainer, Role.CLIENT);
        accept(mail());

        assertThat(club.withdrawInvitation.withdraw(Club.as(trainer), invitation.id()))
                .isEqualTo(new WithdrawInvitation.Result.Accepted());
        assertThat(club.resendInvitation.resend(Club.as(trainer), invitation.id()))
                .isEqualTo(new ResendInvitation.Result.Ended());
    }

    @Test
    void is_sent_again_with_another_link() {
        Invitation invitation = invited(trainer, Role.CLIENT);
        OutgoingMail first = mail();
        club.clock.advance(Duration.ofDays(8));

        assertThat(club.resendInvitation.resend(Club.as(trainer), invitation.id()))
                .isEqualTo(new ResendInvitation.Result.Sent());
        assertThat(accept(first)).isEqualTo(new CreateUser.Result.InvitationInvalid());
        assertThat(accept(mail())).isInstanceOf(CreateUser.Result.Created.class);
    }

    @Test
    void that_is_sent_again_while_somebody_registers_is_not_accepted_by_the_old_link() {
        Invitation invitation = invited(trainer, Role.CLIENT);
        OutgoingMail first = mail();
        club.useCaseTransactions.beforeNext(() -> club.resendInvitation.resend(Club.as(trainer), invitation.id()));

        assertThat(accept(first)).isEqualTo(new CreateUser.Result.InvitationInvalid());
        assertThat(club.users.findByEmail(MARIA)).isEmpty();
    }

    @Test
    void belongs_to_the_trainer_who_made_it() {
        Invitation invitation = invited(trainer, Role.CLIENT);

        assertThat(club.listInvitations.list(Club.as(trainer), null, 10))
                .isEqualTo(new ListInvitations.Result.Page(List.of(invitation), false));
        assertThat(club.listInvitations.list(Club.as(admin), null, 10))
                .isEqualTo(new ListInvitations.Result.Page(List.of(invitation), false));
        assertThat(club.listInvitations.list(Club.as(otherTrainer), null, 10))
                .isEqualTo(new ListInvitations.Result.Page(List.of(), false));
        assertThat(club.withdrawInvitation.withdraw(Club.as(otherTrainer), invitation.id()))
                .isEqualTo(new WithdrawInvitation.Result.NotFound());
        assertThat(club.resendInvitation.resend(Club.as(otherTrainer), invitation.id()))
                .isEqualTo(new ResendInvitation.Result.NotFound());
        assertThat(club.resendInvitation.resend(Club.as(admin), new InvitationId(UUID.randomUUID())))
                .isEqualTo(new ResendInvitation.Result.NotFound());
    }

    @Test
    void is_made_by_administrators_and_for_clients_by_trainers() {
        assertThat(invite(trainer, Role.TRAINER)).isEqualTo(new Invite.Result.RoleNotAllowed());
        assertThat(invite(client, Role.CLIENT)).isEqualTo(new Invite.Result.NotAllowed());
        assertThat(club.listInvitations.list(Club.as(client), null, 10))
                .isEqualTo(new ListInvitations.Result.NotAllowed());
        assertThat(invite(admin, Role.ADMIN)).isInstanceOf(Invite.Result.Invited.class);
    }

    @Test
    void is_made_once_for_an_address_and_not_for_users() {
        invited(admin, Role.CLIENT);

        assertThat(invite(trainer, Role.CLIENT)).isEqualTo(new Invite.Result.AlreadyInvited());
        assertThat(club.invite.invite(Club.as(admin), () -> new Invite.Command(client.email(), Role.CLIENT, List.of())))
                .isEqualTo(new Invite.Result.EmailTaken());
    }

    @Test
    void is_not_made_for_an_address_that_its_user_can_take_back() {
        UserChange change = UserChange.NOTHING.withEmail(new Email("new@example.com"));
        club.updateUser.update(Club.as(client), new UpdateUser.Command(client.id(), change, null, null, _ -> true));

        assertThat(club.invite.invite(Club.as(admin), () -> new Invite.Command(client.email(), Role.CLIENT, List.of())))
                .isEqualTo(new Invite.Result.EmailTaken());
    }

    @Test
    void mentions_rooms_that_exist() {
        club.rooms.add(new Room(new RoomId("yoga"), new RoomName("Yoga"), Club.NOW));

        assertThat(club.invite.invite(
                        Club.as(admin),
                        () -> new Invite.Command(
                                MARIA, Role.CLIENT, List.of(new RoomId("yoga"), new RoomId("nowhere")))))
                .isEqualTo(new Invite.Result.UnknownRoom(new RoomId("nowhere")));
        assertThat(club.invite.invite(
                        Club.as(admin), () -> new Invite.Command(MARIA, Role.CLIENT, List.of(new RoomId("yoga")))))
                .isInstanceOf(Invite.Result.Invited.class);
        assertThat(mail().variables()).containsEntry("rooms", "yoga");
    }

    @Test
    void is_required_where_registration_is_by_invitation() {
        CreateUser createUser = club.createUser(policy(Mode.INVITED));
        assertThat(register(createUser, "maria", MARIA, null)).isEqualTo(new CreateUser.Result.RegistrationClosed());

        invited(admin, Role.CLIENT);
        assertThat(register(createUser, "maria", MARIA, Club.token(mail()).token()))
                .isInstanceOf(CreateUser.Result.Created.class);
    }

    @Test
    void does_not_help_where_registration_is_closed() {
        CreateUser createUser = club.createUser(policy(Mode.CLOSED));
        invited(admin, Role.CLIENT);

        assertThat(register(createUser, "maria", MARIA, Club.token(mail()).token()))
                .isEqualTo(new CreateUser.Result.RegistrationClosed());
        assertThat(createUser.create(
                        Club.as(admin),
                        new CreateUser.Command(
                                new Username("maria"),
                                MARIA,
                                Club.PASSWORD,
                                new FullName("María Torres"),
                                Role.CLIENT)))
                .isInstanceOf(CreateUser.Result.Created.class);
    }

    @Test
    void of_an_administrator_may_be_of_another_domain() {
        RegistrationPolicy policy = new RegistrationPolicy(Mode.OPEN, Set.of("club.example"), false, Optional.empty());
        CreateUser createUser = club.createUser(policy);
        Invite invite = club.invite(policy);

        assertThat(register(createUser, "maria", MARIA, null)).isEqualTo(new CreateUser.Result.DomainNotAllowed());
        assertThat(invite.invite(Club.as(trainer), () -> new Invite.Command(MARIA, Role.CLIENT, List.of())))
                .isEqualTo(new Invite.Result.DomainNotAllowed());
        assertThat(invite.invite(Club.as(admin), () -> new Invite.Command(MARIA, Role.CLIENT, List.of())))
                .isInstanceOf(Invite.Result.Invited.class);
        assertThat(register(createUser, "maria", MARIA, Club.token(mail()).token()))
                .isInstanceOf(CreateUser.Result.Created.class);
        assertThat(register(createUser, "other", new Email("other@CLUB.example"), null))
                .isInstanceOf(CreateUser.Result.Created.class);
    }

    private static RegistrationPolicy policy(Mode mode) {
        return new RegistrationPolicy(mode, Set.of(), false, Optional.empty());
    }
}
