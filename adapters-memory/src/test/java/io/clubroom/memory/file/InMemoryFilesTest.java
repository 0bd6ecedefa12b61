package io.clubroom.memory.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Thumbnails;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.file.AvatarsContract;
import io.clubroom.testkit.file.ContentsContract;
import io.clubroom.testkit.file.FilesContract;
import io.clubroom.testkit.file.UploadsContract;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryFilesTest implements FilesContract, UploadsContract, ContentsContract, AvatarsContract {
    private static final RoomId ROOM = new RoomId("general");

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryContents contents = new InMemoryContents(transactions);
    private final InMemoryUploads uploads = new InMemoryUploads(transactions, users, contents);
    private final InMemoryFiles files = new InMemoryFiles(transactions, users, contents, uploads);
    private final InMemoryThumbnails thumbnails = new InMemoryThumbnails(transactions, files, contents);
    private final InMemoryAvatars avatars = new InMemoryAvatars(transactions, users, contents);
    private final MessageId message = new MessageId(UUID.randomUUID());

    @Override
    public Contents contents() {
        return contents;
    }

    @Override
    public Files files() {
        return files;
    }

    @Override
    public Uploads uploads() {
        return uploads;
    }

    @Override
    public Thumbnails thumbnails() {
        return thumbnails;
    }

    @Override
    public Avatars avatars() {
        return avatars;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Test
    void files_are_attached_to_one_message_in_their_order() {
        UserId owner = owner();
        StoredFile first = stored(owner);
        StoredFile second = stored(owner);

        assertThat(files.attach(List.of(second.id(), first.id()), owner, message, ROOM))
                .isTrue();

        assertThat(files.attachments(message)).extracting(StoredFile::id).containsExactly(second.id(), first.id());
        assertThat(files.attachments(message)).allMatch(StoredFile::inUse);
        assertThat(files.roomOf(first.id())).contains(ROOM);
        assertThat(files.removeUnused(first.id())).isFalse();
        assertThat(files.removeUnused(NOW.plusSeconds(1), 10)).isZero();
        MessageId another = new MessageId(UUID.randomUUID());
        assertThat(files.attach(List.of(first.id()), owner, another, ROOM)).isFalse();
        assertThat(files.attachments(another)).isEmpty();
    }

    @Test
    void a_file_that_is_foreign_unknown_or_listed_twice_is_not_attached_to_a_message() {
        UserId owner = owner();
        StoredFile own = stored(owner);
        StoredFile foreign = stored(owner());
        StoredFile unknown = file(owner, 1, NOW);

        for (StoredFile other : List.of(foreign, unknown, own)) {
            assertThat(files.attach(List.of(own.id(), other.id()), owner, message, ROOM))
                    .isFalse();
            assertThat(files.attachments(message)).isEmpty();
            assertThat(files.find(own.id()).orElseThrow().inUse()).isFalse();
        }
    }

    @Test
    void the_files_of_a_rooms_messages_are_removed_with_it() {
        UserId owner = owner();
        StoredFile file = stored(owner);
        files.attach(List.of(file.id()), owner, message, ROOM);
        StoredFile bystander = stored(owner);

        files.removeOf(ROOM);

        assertThat(files.find(file.id())).isEmpty();
        assertThat(files.attachments(message)).isEmpty();
        assertThat(files.roomOf(file.id())).isEmpty();
        assertThat(released()).containsExactly(file.content());
        assertThat(files.find(bystander.id())).isPresent();
    }
}
