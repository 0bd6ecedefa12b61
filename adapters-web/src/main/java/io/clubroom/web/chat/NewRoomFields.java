package io.clubroom.web.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.application.chat.CreateRoom;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.JsonFields;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The body of a request for a new room. */
final class NewRoomFields implements CreateRoom.Request {
    private static final int MAX_MEMBERS = 500;

    private final byte @Nullable [] body;
    private @Nullable JsonFields fields;
    private RoomKind kind = RoomKind.PUBLIC;

    NewRoomFields(byte @Nullable [] body) {
        this.body = body;
    }

    @Override
    public RoomKind kind() {
        fields = JsonFields.parse(body);
        RoomKind given = fields.optional("kind", NewRoomFields::kind);
        if (given != null) {
            kind = given;
        } else if (fields.isPresent("kind")) {
            // Reports it together with the other invalid fields.
            command();
        }
        return kind;
    }

    private static RoomKind kind(String text) {
        return Stream.of(RoomKind.PUBLIC, RoomKind.PRIVATE)
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValue(
                        "kind", "must be public or private; direct rooms are opened at /api/chat/direct"));
    }

    @Override
    public CreateRoom.Command command() {
        JsonFields object = requireNonNull(fields);
        RoomId id = kind == RoomKind.PUBLIC ? object.required("id", RoomId::chosen) : noId(object);
        RoomName name = object.required("name", RoomName::of);
        List<UserId> members = object.optionalList(
                "member_ids", MAX_MEMBERS, member -> DirectRoomController.user("member_ids", member));
        object.throwIfInvalid();
        return new CreateRoom.Command(id, requireNonNull(name), members == null ? List.of() : members);
    }

    private static @Nullable RoomId noId(JsonFields object) {
        return object.optional("id", _ -> {
            throw new InvalidValue("id", "must not be given; the server chooses it");
        });
    }
}
