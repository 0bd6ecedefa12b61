package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportAction;
import io.clubroom.domain.chat.moderation.ReportId;
import io.clubroom.domain.chat.moderation.ReportResolution;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Reports.Position;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link Sanctions} and {@link Reports}. No reports are stored when a test begins. */
public interface ModerationContract extends ChatPorts {
    Transactions transactions();

    RoomStandings standings();

    Sanctions sanctions();

    Reports reports();

    Files files();

    Contents contents();

    RoomMembers roomMembers();

    private void giveRole(RoomId room, UserId user, RoomRole role) {
        roomMembers().add(room, List.of(user), role, NOW);
    }

    private static Draft draft(RoomId room, User sender, String text, @Nullable String id, Instant at) {
        return new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                sender.id(),
                0,
                new MessageText(text),
                id == null ? null : new ClientMessageId(id),
                at);
    }

    private Outcome append(ChangeDraft draft) {
        return messages().append(List.of(draft)).getFirst();
    }

    private Outcome say(RoomId room, User sender) {
        return append(draft(room, sender, "hello", null, NOW));
    }

    private Message post(RoomId room, User sender, String text) {
        return posted(append(draft(room, sender, text, null, NOW)));
    }

    private static Message posted(Outcome outcome) {
        if (outcome instanceof Outcome.Stored(RoomChange.Posted(long _, Message message))) {
            return message;
        }
        throw new AssertionError("unexpected outcome: " + outcome);
    }

    private static ChangeDraft edit(Message message, User sender, String text) {
        return new ChangeDraft.Edit(
                message.room(),
                message.id(),
                sender.id(),
                0,
                new MessageText(text),
                EditWindow.DEFAULT,
                null,
                NOW.plusSeconds(60));
    }

    private void set(RoomId room, User user, Sanction.Kind kind, @Nullable Instant until, User by) {
        transactions().call(() -> {
            sanctions().lock(room);
            sanctions().set(new Sanction(room, user.id(), kind, until, new Reason("why"), by.id(), NOW));
            return true;
        });
    }

    private Optional<Sanctions.Lifted> lift(RoomId room, User user, Sanction.Kind kind, Instant now) {
        return transactions().call(() -> {
            sanctions().lock(room);
            return sanctions().lift(room, user.id(), kind, now);
        });
    }

    private static Outcome muted(@Nullable Instant until) {
        return new Outcome.Refused(ChangeRefusal.MUTED, until);
    }

    private @Nullable RoomStanding standing(User user, RoomId room) {
        return standings().of(Actor.SignedIn.of(user), room);
    }

    // Sanctions

    @Test
    default void lists_who_is_banned_at_present() {
        RoomId room = aRoom();
        User moderator = aUser();
        User banned = aUser();
        User bannedForAWhile = aUser();
        User bannedBefore = aUser();
        set(room, banned, Sanction.Kind.BAN, null, moderator);
        set(room, bannedForAWhile, Sanction.Kind.BAN, Instant.now().plusSeconds(3_600), moderator);
        set(room, bannedBefore, Sanction.Kind.BAN, Instant.now().minusSeconds(60), moderator);
        set(room, aUser(), Sanction.Kind.MUTE, null, moderator);
        set(aRoom(), aUser(), Sanction.Kind.BAN, null, moderator);

        assertThat(roomMembers().banned(room)).containsExactlyInAnyOrder(banned.id(), bannedForAWhile.id());
    }

    @Test
    default void a_muted_user_reads_and_cannot_write_and_a_later_mute_replaces_the_earlier_one() {
        RoomId room = aRoom();
        User user = aUser();
        User moderator = aUser();
        Message before = post(room, user, "before");
        Instant until = NOW.plus(1, ChronoUnit.MICROS);

        set(room, user, Sanction.Kind.MUTE, null, moderator);
        assertThat(say(room, user)).isEqualTo(muted(null));
        assertThat(standing(user, room)).extracting(RoomStanding::mute).isEqualTo(new Mute(null));
        set(room, user, Sanction.Kind.MUTE, until, moderator);

        assertThat(say(room, user)).isEqualTo(muted(until));
        assertThat(append(edit(before, user, "after"))).isInstanceOf(Outcome.Stored.class);
        assertThat(append(draft(room, user, "late", null, until))).isInstanceOf(Outcome.Stored.class);
        assertThat(say(room, moderator)).isInstanceOf(Outcome.Stored.class);
        assertThat(say(aRoom(), user)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void for_a_banned_user_the_room_does_not_exist_not_even_a_stored_message() {
        RoomId room = aRoom();
        User user = aUser();
        Draft stored = draft(room, user, "hello", "id", NOW);
        append(stored);

        set(room, user, Sanction.Kind.BAN, null, aUser());

        assertThat(append(draft(room, user, "hello", "id", NOW)))
                .isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM));
        assertThat(RoomAccess.mayRead(standing(user, room))).isFalse();
    }

    @Test
    default void a_sanction_is_lifted_once_and_leaves_the_other_kind_alone() {
        RoomId room = aRoom();
        User user = aUser();
        User other = aUser();
        Instant until = NOW.plus(1, ChronoUnit.MICROS);
        set(room, user, Sanction.Kind.MUTE, until, aUser());
        set(room, user, Sanction.Kind.BAN, null, aUser());

        assertThat(lift(room, other, Sanction.Kind.BAN, NOW)).isEmpty();
        assertThat(lift(room, user, Sanction.Kind.BAN, NOW)).contains(new Sanctions.Lifted(null, new Reason("why")));
        assertThat(lift(room, user, Sanction.Kind.BAN, NOW)).isEmpty();

        assertThat(say(room, user)).isEqualTo(muted(until));
        assertThat(lift(room, user, Sanction.Kind.MUTE, NOW)).contains(new Sanctions.Lifted(until, new Reason("why")));
        assertThat(say(room, user)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void a_sanction_that_has_ended_cannot_be_lifted() {
        RoomId room = aRoom();
        User user = aUser();
        set(room, user, Sanction.Kind.BAN, NOW, aUser());

        assertThat(lift(room, user, Sanction.Kind.BAN, NOW)).isEmpty();
        assertThat(lift(aRoom(), user, Sanction.Kind.BAN, NOW)).isEmpty();
        assertThat(say(room, user)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void sanctions_do_not_hold_administrators() {
        RoomId room = aRoom();
        User admin = aUser(UserFixture.admin());
        set(room, admin, Sanction.Kind.MUTE, null, aUser());
        set(room, admin, Sanction.Kind.BAN, null, aUser());

        assertThat(say(room, admin)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void sanctions_end_when_the_user_becomes_an_administrator_with_the_same_transaction() {
        RoomId room = aRoom();
        RoomId another = aRoom();
        User user = aUser();
        User other = aUser();
        set(room, user, Sanction.Kind.BAN, null, aUser());
        set(another, user, Sanction.Kind.MUTE, null, aUser());
        set(room, other, Sanction.Kind.BAN, null, aUser());
        User trainer = user.with(UserChange.NOTHING.withRole(Role.TRAINER));
        User admin = user.with(UserChange.NOTHING.withRole(Role.ADMIN));

        users().update(trainer);
        assertThat(roomMembers().banned(room)).containsExactlyInAnyOrder(user.id(), other.id());
        RuntimeException failure = new IllegalStateException("rolled back");
        assertThatThrownBy(() -> transactions().call(() -> {
                    users().update(admin);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(roomMembers().banned(room)).containsExactlyInAnyOrder(user.id(), other.id());
        users().update(admin);

        assertThat(roomMembers().banned(room)).containsExactly(other.id());
        users().update(user);
        assertThat(say(room, user)).isInstanceOf(Outcome.Stored.class);
        assertThat(say(another, user)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void nothing_that_waits_is_stored_after_a_sanction() {
        RoomId room = aRoom();
        User user = aUser();
        Message before = post(room, user, "before");
        User moderator = aUser();

        List<Rival<Outcome>> rivals = transactions().call(() -> {
            sanctions().lock(room);
            sanctions()
                    .set(new Sanction(
                            room, user.id(), Sanction.Kind.MUTE, null, new Reason("why"), moderator.id(), NOW));
            List<Rival<Outcome>> started =
                    List.of(Rival.start(() -> say(room, user)), Rival.start(() -> append(edit(before, user, "new"))));
            started.forEach(Rival::assertHeldBack);
            return started;
        });

        assertThat(rivals).extracting(Rival::result).containsOnly(muted(null));
    }

    @Test
    default void sanctions_go_with_the_room_and_those_who_decided_them_may_go() {
        RoomId room = aRoom();
        User user = aUser();
        User moderator = aUser();
        set(room, user, Sanction.Kind.MUTE, null, moderator);

        users().remove(moderator.id());
        assertThat(say(room, user)).isEqualTo(muted(null));
        rooms().remove(room);
        rooms().add(RoomsContract.room(room.value()));

        assertThat(say(room, user)).isInstanceOf(Outcome.Stored.class);
        set(room, user, Sanction.Kind.MUTE, null, user);
        users().remove(user.id());
        assertThat(transactions().call(() -> sanctions().lift(room, user.id(), Sanction.Kind.MUTE, NOW)))
                .isEmpty();
    }

    @Test
    default void whoever_resolves_a_report_deletes_a_message_without_being_in_the_room() {
        RoomId room = aRoom();
        Message message = post(room, aUser(), "hello");
        User outsider = aUser();
        set(room, outsider, Sanction.Kind.BAN, null, aUser());
        ChangeDraft.Deletion deletion =
                new ChangeDraft.Deletion(room, message.id(), outsider.id(), 0, null, NOW.plusSeconds(1), true);
        ChangeDraft.Deletion without =
                new ChangeDraft.Deletion(room, message.id(), outsider.id(), 0, null, NOW.plusSeconds(1));

        assertThat(append(without)).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM));
        assertThat(append(deletion)).isEqualTo(new Outcome.Stored(new RoomChange.Deleted(2, message.deleted())));
        assertThat(append(deletion)).isInstanceOf(Outcome.Unchanged.class);
    }

    // Reports

    private static Report report(Message message, User by, Instant at) {
        return Report.of(new ReportId(UUID.randomUUID()), message, new Reason("spam"), by.id(), at);
    }

    private Report reported(Message message, User by, Instant at) {
        return reports().add(report(message, by, at));
    }

    private Report reported(RoomId room, Instant at) {
        return reported(post(room, aUser(), "spam"), aUser(), at);
    }

    private static ReportResolution resolution(User by) {
        return new ReportResolution(ReportAction.MUTE, new Reason("enough"), by.id(), NOW.plusSeconds(99));
    }

    private StoredFile aFile(User owner) {
        StoredFile file = new StoredFile(
                new FileId(UUID.randomUUID()),
                owner.id(),
                new FileName("čau \"😀\".png"),
                new MediaType("image/png"),
                1_234,
                Sha256.of(new byte[] {1, 2, -3}),
                new Dimensions(640, 480),
                new ContentId(UUID.randomUUID()),
                false,
                NOW);
        contents().begin(file.content(), NOW);
        files().add(file);
        return file;
    }

    /** A message that has been edited, with two files, a mention and a reaction, that replies to another one. */
    private Message full(RoomId room, User author, Message target, User mentioned) {
        Draft draft = new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                author.id(),
                0,
                new MessageText("first"),
                List.of(aFile(author).id(), aFile(author).id()),
                target.id(),
                new ClientMessageId("id"),
                NOW);
        Message message = posted(append(draft));
        append(edit(message, author, "hello @" + mentioned.username().value()));
        append(new ChangeDraft.React(
                room, message.id(), author.id(), 0, new Emoji("👍"), false, null, NOW.plusSeconds(61)));
        return messages().find(room, message.id()).orElseThrow();
    }

    @Test
    default void a_report_keeps_the_message_as_it_was() {
        RoomId room = aRoom();
        User author = aUser(user().avatar(UUID.randomUUID().toString()));
        User mentioned = aUser();
        Message target = post(room, author, "target");
        Message message = full(room, author, target, mentioned);
        User leaving = aUser();
        for (User user : List.of(leaving, author, mentioned)) {
            append(new ChangeDraft.React(
                    room, message.id(), user.id(), 0, Emoji.of(user == mentioned ? "🎉" : "👍"), false, null, NOW));
        }
        message = messages().find(room, message.id()).orElseThrow();
        assertThat(message.attachments()).hasSize(2);
        assertThat(message.state().reactions()).hasSize(2);
        assertThat(message.state().mentions()).hasSize(1);
        Report report = report(message, aUser(), NOW.plusSeconds(70));

        assertThat(reports().add(report)).isEqualTo(report);
        append(edit(message, author, "harmless"));
        append(new ChangeDraft.Deletion(room, message.id(), author.id(), 0, null, NOW.plusSeconds(80)));

        assertThat(messages().find(room, message.id())).map(Message::text).contains(new MessageText(""));
        assertThat(reports().find(report.id())).contains(report);
        assertThat(reports().list(null, null, null, 10)).containsExactly(report);

        users().remove(leaving.id());
        assertThat(reports().find(report.id()).orElseThrow().message().state().reactions())
                .containsExactly(
                        new Reaction(Emoji.of("👍"), List.of(author.id())),
                        new Reaction(Emoji.of("🎉"), List.of(mentioned.id())));
    }

    @Test
    default void a_report_shows_the_message_that_was_replied_to_as_it_is_now() {
        RoomId room = aRoom();
        User author = aUser();
        Message target = post(room, author, "target");
        Report report = reported(full(room, author, target, aUser()), aUser(), NOW);

        append(new ChangeDraft.Deletion(room, target.id(), author.id(), 0, null, NOW.plusSeconds(80)));

        Message shown = reports().find(report.id()).orElseThrow().message();
        assertThat(shown.state().replyTo())
                .matches(reply ->
                        reply != null && reply.deleted() && reply.content().isEmpty());
    }

    @Test
    default void a_user_reports_a_message_once() {
        RoomId room = aRoom();
        User reporter = aUser();
        Message message = post(room, aUser(), "spam");
        Report first = reported(message, reporter, NOW);

        assertThat(reports().add(report(message, reporter, NOW.plusSeconds(1)))).isEqualTo(first);
        reports().resolve(first.id(), resolution(reporter));
        assertThat(reports().add(report(message, reporter, NOW.plusSeconds(2))).status())
                .isEqualTo(ReportStatus.RESOLVED);
        Report ofAnother = reported(message, aUser(), NOW.plusSeconds(3));

        assertThat(reports().list(null, null, null, 10))
                .extracting(Report::id)
                .containsExactly(ofAnother.id(), first.id());
    }

    @Test
    default void lists_reports_in_pages_by_status_newest_first() {
        RoomId room = aRoom();
        Report first = reported(room, NOW);
        Report second = reported(room, NOW.plus(1, ChronoUnit.MICROS));
        Report third = reported(room, NOW.plusSeconds(1));
        reports().resolve(second.id(), resolution(aUser()));

        List<Report> page = reports().list(null, null, null, 2);
        Position end = new Position(page.getLast().createdAt(), page.getLast().id());

        assertThat(page).extracting(Report::id).containsExactly(third.id(), second.id());
        assertThat(reports().list(null, null, end, 2)).containsExactly(first);
        assertThat(reports().list(null, ReportStatus.OPEN, null, 10)).containsExactly(third, first);
        assertThat(reports().list(null, ReportStatus.OPEN, end, 10)).containsExactly(first);
        assertThat(reports().list(null, ReportStatus.RESOLVED, null, 10))
                .extracting(Report::id)
                .containsExactly(second.id());
    }

    @Test
    default void moderators_and_owners_get_the_reports_of_their_rooms() {
        RoomId own = aRoom();
        RoomId moderated = aRoom();
        RoomId others = aRoom();
        User user = aUser();
        User member = aUser();
        giveRole(own, user.id(), RoomRole.OWNER);
        giveRole(moderated, user.id(), RoomRole.MODERATOR);
        giveRole(others, member.id(), RoomRole.MEMBER);
        Report first = reported(own, NOW);
        Report second = reported(moderated, NOW.plusSeconds(1));
        reported(others, NOW.plusSeconds(2));
        reports().resolve(second.id(), resolution(user));

        assertThat(reports().list(user.id(), null, null, 10))
                .extracting(Report::id)
                .containsExactly(second.id(), first.id());
        assertThat(reports().list(user.id(), ReportStatus.OPEN, null, 10)).containsExactly(first);
        assertThat(reports().list(member.id(), null, null, 10)).isEmpty();
        assertThat(reports().isModerator(user.id())).isTrue();
        assertThat(reports().isModerator(member.id())).isFalse();
        assertThat(reports().isModerator(aUser().id())).isFalse();
    }

    @Test
    default void exactly_one_of_8_concurrent_callers_resolves_a_report() {
        Report report = reported(aRoom(), NOW);
        User moderator = aUser();

        List<Boolean> resolved = Race.of(8, _ -> reports().resolve(report.id(), resolution(moderator)));

        assertThat(resolved).containsOnlyOnce(true);
        assertThat(reports().find(report.id())).contains(report.resolved(resolution(moderator)));
        assertThat(reports().resolve(new ReportId(UUID.randomUUID()), resolution(moderator)))
                .isFalse();
    }

    @Test
    default void reports_go_with_their_reporter_and_their_room() {
        RoomId room = aRoom();
        User reporter = aUser();
        Report first = reported(post(room, aUser(), "spam"), reporter, NOW);
        Report second = reported(room, NOW);

        users().remove(reporter.id());
        assertThat(reports().find(first.id())).isEmpty();
        assertThat(reports().list(null, null, null, 10)).containsExactly(second);
        rooms().remove(room);

        assertThat(reports().list(null, null, null, 10)).isEmpty();
    }

    @Test
    default void files_of_a_reported_message_stay_until_its_last_report_goes() {
        RoomId room = aRoom();
        User author = aUser();
        User first = aUser();
        User second = aUser();
        Message message = full(room, author, post(room, aUser(), "Hello"), aUser());
        FileId file = message.attachments().getFirst().id();
        FileId unreported = aFile(author).id();
        Message other = posted(append(new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                author.id(),
                0,
                new MessageText("first"),
                List.of(unreported),
                null,
                null,
                NOW)));
        assertThat(reports().roomOf(file)).isEmpty();
        Report report = reported(message, first, NOW);
        reported(message, second, NOW);
        assertThat(reports().roomOf(file)).contains(room);
        assertThat(messages().roomOf(file)).contains(room);

        append(new ChangeDraft.Deletion(room, message.id(), author.id(), 0, null, NOW));
        append(new ChangeDraft.Deletion(room, other.id(), author.id(), 0, null, NOW));

        assertThat(files().find(unreported)).isEmpty();
        assertThat(messages().find(room, message.id()).orElseThrow().attachments())
                .isEmpty();
        assertThat(messages().roomOf(file)).isEmpty();
        assertThat(reports().roomOf(file)).contains(room);
        users().remove(second.id());
        assertThat(files().find(file)).isPresent();
        assertThat(reports().find(report.id()).orElseThrow().message().attachments())
                .extracting(StoredFile::id)
                .contains(file);
        users().remove(first.id());
        assertThat(files().find(file)).isEmpty();
        assertThat(reports().roomOf(file)).isEmpty();
    }

    @Test
    default void a_report_outlives_the_author_those_who_were_named_and_whoever_resolved_it() {
        RoomId room = aRoom();
        User author = aUser();
        User mentioned = aUser();
        User moderator = aUser();
        Report report = reported(full(room, author, post(room, aUser(), "target"), mentioned), aUser(), NOW);
        reports().resolve(report.id(), resolution(moderator));

        List.of(author, mentioned, moderator).forEach(gone -> users().remove(gone.id()));

        Report left = reports().find(report.id()).orElseThrow();
        assertThat(left.message().author()).isNull();
        assertThat(left.message().text()).isEqualTo(report.message().text());
        assertThat(left.message().attachments()).isEmpty();
        assertThat(left.message().state().mentions()).isEmpty();
        assertThat(left.resolution())
                .isNotNull()
                .extracting(ReportResolution::by)
                .isNull();
    }

    @Test
    default void an_unknown_report_is_not_found() {
        assertThat(reports().find(new ReportId(UUID.randomUUID()))).isEmpty();
        assertThat(messages().following(Map.of(), 1)).isEmpty();
    }
}
