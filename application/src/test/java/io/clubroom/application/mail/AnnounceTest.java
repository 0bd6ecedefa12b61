package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.mail.Announce.Result;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.Outbox.Announcement;
import io.clubroom.domain.mail.Outbox.Audience;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.user.UserFixture;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnnounceTest {
    private static final Announcement NEWS = new Announcement("New hours", "We open at seven.");

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());
    private final User trainer = club.join(UserFixture.user().role(Role.TRAINER));
    private final User client = club.join(UserFixture.user());

    AnnounceTest() {
        club.join(UserFixture.user().inactive());
    }

    private Result announce(Actor actor, Audience audience) {
        return club.announce.announce(actor, () -> new Announce.Command(NEWS, audience));
    }

    @Test
    void reaches_all_active_users() {
        assertThat(announce(Club.as(admin), new Audience.Everybody())).isEqualTo(new Result.Queued(3));
        assertThat(club.mails())
                .extracting(OutgoingMail::to)
                .containsExactlyInAnyOrder(admin.email(), trainer.email(), client.email());
        assertThat(club.mailSignals).as("so that the mails need not wait").hasValue(1);
    }

    @Test
    void reaches_those_with_a_role_or_those_listed() {
        assertThat(announce(Club.as(admin), new Audience.WithRole(Role.TRAINER)))
                .isEqualTo(new Result.Queued(1));
        assertThat(announce(Club.as(admin), new Audience.Listed(Set.of(client.id(), admin.id()))))
                .isEqualTo(new Result.Queued(2));
    }

    @Test
    void leaves_out_those_who_do_not_take_announcements() {
        club.updateUser.update(
                Club.as(client),
                new UpdateUser.Command(
                        client.id(), UserChange.NOTHING.withAnnouncements(false), null, null, _ -> true));

        assertThat(announce(Club.as(admin), new Audience.Everybody())).isEqualTo(new Result.Queued(2));
    }

    @Test
    void is_for_administrators() {
        assertThat(announce(Club.as(trainer), new Audience.Everybody())).isEqualTo(new Result.NotAllowed());
        assertThat(announce(Actor.ANONYMOUS, new Audience.Everybody())).isEqualTo(new Result.NotAllowed());
    }

    @Test
    void ends_for_whoever_has_the_link_of_one() {
        String token = club.unsubscribeTokens.of(client.id(), Subscription.ANNOUNCEMENTS);

        assertThat(club.unsubscribe.unsubscribe(token))
                .isEqualTo(new Unsubscribe.Result.Unsubscribed(Subscription.ANNOUNCEMENTS));
        User unsubscribed = club.stored(client);
        assertThat(club.unsubscribe.unsubscribe(token))
                .isEqualTo(new Unsubscribe.Result.Unsubscribed(Subscription.ANNOUNCEMENTS));
        assertThat(unsubscribed.announcements()).isFalse();
        assertThat(club.stored(client)).isEqualTo(unsubscribed);
    }

    @Test
    void refuses_to_unsubscribe_others() {
        String mine = club.unsubscribeTokens.of(client.id(), Subscription.ANNOUNCEMENTS);
        String forged = trainer.id() + mine.substring(mine.indexOf('.'));

        assertThat(club.unsubscribe.unsubscribe(forged)).isEqualTo(new Unsubscribe.Result.TokenInvalid());
        assertThat(club.unsubscribe.unsubscribe("")).isEqualTo(new Unsubscribe.Result.TokenInvalid());
        assertThat(club.unsubscribe.unsubscribe(trainer.id().toString()))
                .isEqualTo(new Unsubscribe.Result.TokenInvalid());
        assertThat(club.stored(trainer).announcements()).isTrue();
    }
}
