package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.Participant;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The public fields of a user.
 *
 * @param avatarUrl The URL of the user's picture; null if there is none. It changes with the picture.
 */
@Schema(name = "Person", examples = """
    {
      "id": "c865f315-c339-4089-951f-d42b74175dcd",
      "username": "jsmith",
      "full_name": "John Smith",
      "avatar_url": "/api/users/c865f315-c339-4089-951f-d42b74175dcd/avatar?v=2f1d8a11-3d2c-4b6b-9c3f-0c9b7d2c5cc1"
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PersonBody(
        UUID id, String username, String fullName, @Nullable String avatarUrl) {
    static PersonBody of(Participant person) {
        return new PersonBody(
                person.id().value(),
                person.username().value(),
                person.fullName().value(),
                avatarUrl(person));
    }

    static @Nullable String avatarUrl(Participant person) {
        return person.avatar() == null ? null : person.avatar().pathOf(person.id());
    }
}
