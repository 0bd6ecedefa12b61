package io.clubroom.application.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.Chats;
import io.clubroom.application.chat.SetRoomRole;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.chat.moderation.ModerationLog.Act;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportAction;
import io.clubroom.domain.chat.moderation.ReportId;
import io.clubroom.domain.chat.moderation.ReportResolution;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportsTest {
    private static final Reason SPAM = new Reason("Spam");
    private static final Instant UNTIL = Club.NOW.plusSeconds(60);

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());
    private final User owner = club.join(UserFixture.user().role(Role.TRAINER));
    private final User moderator = club.join(UserFixture.user());
    private final User author = club.join(UserFixture.user());
    private final User reporter = club.join(UserFixture.user());
    private final User stranger = club.join(UserFixture.user().role(Role.TRAINER));
    private final RoomId room = Chats.privateRoom(club, owner, moderator, author, reporter);

    ReportsTest() {
        club.setRoomRole.set(Club.as(owner), room, () -> new SetRoomRole.Command(moderator.id(), RoomRole.MODERATOR));
    }

    private Message say(RoomId where, User user) {
        Outcome outcome = club.changeMessages
                .change(List.of(
                        new ChangeMessages.Post(Actor.SignedIn.of(user), where, MessageText.of("Buy now"), null)))
                .outcomes()
                .getFirst();
        return ((RoomChange.Posted) ((Outcome.Stored) outcome).change()).message();
    }

    private ReportMessage.Result report(User by, RoomId where, MessageId message) {
        return club.reportMessage.report(Club.as(by), where, () -> new ReportMessage.Command(message, SPAM));
    }

    private Report reported(RoomId where, User by) {
        return ((ReportMessage.Result.Reported)
                        report(reporter, where, say(where, by).id()))
                .report();
    }

    private ResolveReport.Result resolve(User by, Report report, ReportAction action) {
        return resolve(by, report.id(), () -> new ResolveReport.Command(action, UNTIL, null));
    }

    private ResolveReport.Result resolve(User by, ReportId report, Supplier<ResolveReport.Command> asked) {
        return club.resolveReport.resolve(Club.as(by), report, asked);
    }

    private @Nullable Object listed(User user) {
        return club.listReports.list(Club.as(user), () -> new ListReports.Query(null, null, 10))
                        instanceof ListReports.Result.Page(List<Report> reports, boolean _)
                ? reports
                : null;
    }

    private Report stored(Report report) {
        return club.reports.find(report.id()).orElseThrow();
    }

    // Reporting

    @Test
    void members_report_a_message_once() {
        Message message = say(room, author);

        ReportMessage.Result first = report(reporter, room, message.id());
        ReportMessage.Result second = report(reporter, room, message.id());

        Report report = ((ReportMessage.Result.Reported) first).report();
        assertThat(report.message().text()).isEqualTo(message.text());
        assertThat(report.reportedBy()).isEqualTo(reporter.id());
        assertThat(second).isEqualTo(new ReportMessage.Result.Repeated(report));
        assertThat(listed(admin)).isEqualTo(List.of(report));
    }

    @Test
    void what_is_not_there_or_was_deleted_is_not_reported() {
        Message message = say(room, author);
        club.changeMessages.change(
                List.of(new ChangeMessages.Delete(Actor.SignedIn.of(author), room, message.id(), null)));
        Message elsewhere = say(Chats.privateRoom(club, owner, author), author);

        assertThat(report(reporter, room, message.id())).isEqualTo(new ReportMessage.Result.MessageDeleted());
        assertThat(report(reporter, room, elsewhere.id())).isEqualTo(new ReportMessage.Result.MessageNotFound());
        assertThat(report(reporter, room, new MessageId(UUID.randomUUID())))
                .isEqualTo(new ReportMessage.Result.MessageNotFound());
        assertThat(listed(admin)).isEqualTo(List.of());
    }

    @Test
    void for_whoever_does_not_see_the_room_it_does_not_exist() {
        MessageId message = say(room, author).id();

        for (User outsider : List.of(stranger, admin)) {
            assertThat(club.reportMessage.report(Club.as(outsider), room, () -> {
                        throw new AssertionError("the request must not be read");
                    }))
                    .isEqualTo(new ReportMessage.Result.RoomNotFound());
        }
        assertThat(club.reportMessage.report(Actor.ANONYMOUS, room, () -> new ReportMessage.Command(message, SPAM)))
                .isEqualTo(new ReportMessage.Result.NotSignedIn());
    }

    // Listing

    @Test
    void administrators_see_all_reports_moderators_those_of_their_rooms_others_none() {
        Report first = reported(room, author);
        Report direct = reported(Chats.directRoom(club, author, reporter), author);

        assertThat(listed(admin)).isEqualTo(club.reports.list(null, null, null, 10));
        assertThat(club.reports.list(null, null, null, 10)).containsExactlyInAnyOrder(first, direct);
        assertThat(listed(owner)).isEqualTo(List.of(first));
        assertThat(listed(moderator)).isEqualTo(List.of(first));
        for (User other : List.of(author, reporter, stranger)) {
            assertThat(listed(other)).isNull();
        }
        assertThat(club.listReports.list(Actor.ANONYMOUS, () -> new ListReports.Query(null, null, 10)))
                .isEqualTo(new ListReports.Result.NotAllowed());
    }

    @Test
    void tells_whether_more_reports_follow() {
        reported(room, author);
        reported(room, author);

        assertThat(club.listReports.list(Club.as(admin), () -> new ListReports.Query(null, null, 1)))
                .matches(result -> result instanceof ListReports.Result.Page(List<Report> page, boolean more)
                        && page.size() == 1
                        && more);
        assertThat(club.listReports.list(Club.as(admin), () -> new ListReports.Query(ReportStatus.OPEN, null, 2)))
                .matches(result -> result instanceof ListReports.Result.Page(List<Report> page, boolean more)
                        && page.size() == 2
                        && !more);
    }

    // Resolving

    @Test
    void a_report_is_resolved_once() {
        Report report = reported(room, author);
        Reason note = new Reason("Fine");

        ResolveReport.Result result =
                resolve(moderator, report.id(), () -> new ResolveReport.Command(ReportAction.DISMISS, null, note));

        Report resolved =
                report.resolved(new ReportResolution(ReportAction.DISMISS, note, moderator.id(), club.clock.instant()));
        assertThat(result).isEqualTo(new ResolveReport.Result.Resolved(resolved));
        assertThat(stored(report)).isEqualTo(resolved);
        for (User again : List.of(moderator, owner, admin)) {
            assertThat(resolve(again, report, ReportAction.BAN)).isEqualTo(new ResolveReport.Result.AlreadyResolved());
        }
        assertThat(stored(report)).isEqualTo(resolved);
        assertThat(club.moderationLog).isEmpty();
    }

    @Test
    void for_others_there_is_no_report() {
        Report report = reported(room, author);
        Chats.privateRoom(club, stranger);

        for (User other : List.of(author, reporter, stranger)) {
            assertThat(resolve(other, report.id(), () -> {
                        throw new AssertionError("the request must not be read");
                    }))
                    .isEqualTo(new ResolveReport.Result.NotFound());
        }
        assertThat(resolve(admin, new ReportId(UUID.randomUUID()), () -> {
                    throw new AssertionError("the request must not be read");
                }))
                .isEqualTo(new ResolveReport.Result.NotFound());
        assertThat(club.resolveReport.resolve(
                        Actor.ANONYMOUS,
                        report.id(),
                        () -> new ResolveReport.Command(ReportAction.DISMISS, null, null)))
                .isEqualTo(new ResolveReport.Result.NotSignedIn());
    }

    @Test
    void a_moderator_who_loses_the_role_meanwhile_resolves_nothing() {
        Report report = reported(room, author);
        club.useCaseTransactions.beforeNext(() -> club.transactions.run(
                () -> club.roomMembers.add(room, Set.of(moderator.id()), RoomRole.MEMBER, Club.NOW)));

        assertThat(resolve(moderator, report, ReportAction.DISMISS)).isEqualTo(new ResolveReport.Result.NotFound());
        assertThat(stored(report).status()).isEqualTo(ReportStatus.OPEN);
    }

    @Test
    void an_administrator_deletes_a_message_in_a_room_that_is_hidden_from_them() {
        Report report = reported(room, author);

        assertThat(resolve(admin, report, ReportAction.DELETE)).isInstanceOf(ResolveReport.Result.Resolved.class);

        assertThat(club.messages.changes(Map.of(room, 1L), 10).get(room))
                .singleElement()
                .matches(change -> change instanceof RoomChange.Deleted(long number, Message message)
                        && number == 2
                        && message.id().equals(report.message().id()));
        assertThat(stored(report).message()).isEqualTo(report.message());
        assertThat(club.moderationLog)
                .containsExactly(new ModerationLog.Entry(
                        Act.MESSAGE_DELETED,
                        admin.id(),
                        author.id(),
                        room,
                        report.message().id(),
                        null,
                        new Reason("Report " + report.id())));
    }

    @Test
    void a_deleted_message_is_deleted_once() {
        Message message = say(room, author);
        Report first = ((ReportMessage.Result.Reported) report(reporter, room, message.id())).report();
        Report second = ((ReportMessage.Result.Reported) report(owner, room, message.id())).report();

        resolve(moderator, first, ReportAction.DELETE);
        assertThat(resolve(moderator, second, ReportAction.DELETE)).isInstanceOf(ResolveReport.Result.Resolved.class);

        assertThat(club.messages.changes(Map.of(room, 0L), 10).get(room)).hasSize(2);
        assertThat(club.moderationLog).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"MUTE", "BAN"})
    void hits_the_author_in_the_room_of_the_report(ReportAction action) {
        Report report = reported(room, author);
        Reason note = new Reason("Enough");

        assertThat(resolve(admin, report.id(), () -> new ResolveReport.Command(action, UNTIL, note)))
                .isInstanceOf(ResolveReport.Result.Resolved.class);

        assertThat(club.moderationLog)
                .containsExactly(new ModerationLog.Entry(
                        action == ReportAction.BAN ? Act.BANNED : Act.MUTED,
                        admin.id(),
                        author.id(),
                        room,
                        null,
                        UNTIL,
                        note));
        assertThat(club.roomMembers.find(room, author.id()).isPresent()).isEqualTo(action == ReportAction.MUTE);
    }

    @ParameterizedTest
    @EnumSource(names = {"MUTE", "BAN"})
    void does_not_reach_above_whoever_resolves_it(ReportAction action) {
        Report ofOwner = reported(room, owner);
        Report ofModerator = reported(room, moderator);

        assertThat(resolve(moderator, ofOwner, action)).isEqualTo(new ResolveReport.Result.NotAllowed());
        assertThat(resolve(admin, ofOwner, action)).isEqualTo(new ResolveReport.Result.NotAllowed());
        assertThat(resolve(moderator, ofModerator, action)).isEqualTo(new ResolveReport.Result.NotAllowed());
        assertThat(stored(ofOwner).status()).isEqualTo(ReportStatus.OPEN);
        assertThat(resolve(admin, ofModerator, action)).isInstanceOf(ResolveReport.Result.Resolved.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"MUTE", "BAN"})
    void nobody_is_muted_in_a_direct_room_and_no_author_who_is_gone(ReportAction action) {
        Report direct = reported(Chats.directRoom(club, author, reporter), author);
        Report report = reported(room, author);
        club.users.remove(author.id());

        assertThat(resolve(admin, direct, action)).isEqualTo(new ResolveReport.Result.DirectRoom());
        assertThat(resolve(admin, report, action)).isEqualTo(new ResolveReport.Result.AuthorNotFound());
        assertThat(resolve(admin, direct, ReportAction.DELETE)).isInstanceOf(ResolveReport.Result.Resolved.class);
        assertThat(stored(report).status()).isEqualTo(ReportStatus.OPEN);
    }
}
