package io.clubroom.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageBodyTest {
    private static final UUID NOBODY = new UUID(0, 0);
    private static final UserId VIEWER = new UserId(new UUID(0, 1));

    @Test
    void a_taken_over_message_shows_the_current_name_of_its_author() {
        Participant john = new Participant(
                new UserId(UUID.randomUUID()), new Username("jsmith"), new FullName("John Smith"), null);
        MessageBody body = MessageBody.of(message(john, new FullName("Johnny")), VIEWER);
        assertThat(body.senderName()).isEqualTo("John Smith");
        assertThat(body.senderId()).isEqualTo(john.id().value());
    }

    @Test
    void a_taken_over_message_shows_the_original_name_of_an_author_who_is_gone() {
        MessageBody body = MessageBody.of(message(null, new FullName("Johnny")), VIEWER);
        assertThat(body.senderName()).isEqualTo("Johnny");
        assertThat(body.senderId()).isEqualTo(NOBODY);
        assertThat(body.user()).isEqualTo(new MessageBody.AuthorBody(NOBODY, "deleted", "Johnny", null));
    }

    @Test
    void without_any_name_the_author_is_a_deleted_user() {
        MessageBody body = MessageBody.of(message(null, null), VIEWER);
        assertThat(body.senderName()).isEqualTo("Deleted user");
        assertThat(body.user()).isEqualTo(new MessageBody.AuthorBody(NOBODY, "deleted", "Deleted user", null));
    }

    private static Message message(@Nullable Participant author, @Nullable FullName originalName) {
        return new Message(
                new MessageId(UUID.randomUUID()),
                new RoomId("general"),
                1,
                author,
                new MessageText("hello"),
                List.of(),
                null,
                Instant.EPOCH,
                originalName,
                MessageState.PLAIN);
    }
}
