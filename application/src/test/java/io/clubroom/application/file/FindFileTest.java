package io.clubroom.application.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ChangeMessage;
import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.Chats;
import io.clubroom.application.chat.moderation.ReportMessage;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FindFileTest {
    private final Club club = new Club();
    private final User owner = club.join(UserFixture.user());
    private final User other = club.join(UserFixture.user());
    private final User admin = club.join(UserFixture.admin());
    private final FindFile findFile = new FindFile(club.files, club.messages, club.rooms, club.reports);
    private final FileId file = file();

    private FileId file() {
        StoredFile added = new StoredFile(
                new FileId(UUID.randomUUID()),
                owner.id(),
                new FileName("plan.pdf"),
                new MediaType("application/pdf"),
                1,
                Sha256.of(new byte[32]),
                null,
                new ContentId(UUID.randomUUID()),
                false,
                Club.NOW);
        club.contents.begin(added.content(), Club.NOW);
        club.files.add(added);
        return added.id();
    }

    private boolean isFoundBy(User user) {
        return findFile.find(Actor.SignedIn.of(user), file) instanceof FindFile.Result.Found;
    }

    @Test
    void a_file_that_is_attached_to_no_message_is_found_by_its_owner_and_administrators() {
        assertThat(isFoundBy(owner)).isTrue();
        assertThat(isFoundBy(admin)).isTrue();
        assertThat(isFoundBy(other)).isFalse();
    }

    @Test
    void a_file_of_a_message_is_found_by_whoever_may_read_the_message() {
        club.rooms.add(RoomsContract.room("hall"));
        RoomId hall = new RoomId("hall");
        club.changeMessage.change(
                Actor.SignedIn.of(owner),
                hall,
                sender -> new ChangeMessages.Post(
                        sender, hall, MessageText.ofMessageWithFiles(""), List.of(file), null, null));

        assertThat(isFoundBy(other)).isTrue();
        club.rooms.remove(new RoomId("hall"));
        assertThat(isFoundBy(owner)).isFalse();
    }

    @Test
    void a_file_of_a_reported_message_is_found_by_those_who_get_the_reports() {
        User moderator = club.join(UserFixture.user().role(Role.TRAINER));
        User stranger = club.join(UserFixture.user());
        RoomId room = Chats.privateRoom(club, moderator, owner, other);
        MessageId message = ((RoomChange.Posted) ((ChangeMessage.Result.Stored) club.changeMessage.change(
                                Actor.SignedIn.of(owner),
                                room,
                                sender -> new ChangeMessages.Post(
                                        sender, room, MessageText.ofMessageWithFiles(""), List.of(file), null, null)))
                        .change())
                .message()
                .id();
        assertThat(isFoundBy(admin)).isFalse();

        club.reportMessage.report(
                Actor.SignedIn.of(other), room, () -> new ReportMessage.Command(message, new Reason("spam")));
        assertThat(List.of(admin, moderator, owner, other)).allMatch(this::isFoundBy);
        club.changeMessage.change(
                Actor.SignedIn.of(owner), room, sender -> new ChangeMessages.Delete(sender, room, message, null));

        assertThat(List.of(admin, moderator, owner)).allMatch(this::isFoundBy);
        assertThat(List.of(other, stranger)).noneMatch(this::isFoundBy);
        club.users.remove(other.id());
        assertThat(isFoundBy(owner)).isFalse();
    }
}
