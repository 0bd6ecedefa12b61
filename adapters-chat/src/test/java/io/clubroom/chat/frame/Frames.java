package io.clubroom.chat.frame;

import java.util.List;

/** Valid client frames. */
public final class Frames {
    /** One frame of each type, with all fields. */
    public static final List<String> VALID = List.of(
            "{\"type\":\"connect\",\"user_id\":\"c865f315-c339-4089-951f-d42b74175dcd\",\"room_id\":\"general\",\"after_seq\":12}",
            "{\"type\":\"connect\",\"room_id\":\"general\"}",
            "{\"type\":\"message\",\"content\":\"Hello\",\"room_id\":\"general\",\"client_message_id\":\"a-1\"}",
            "{\"type\":\"disconnect\",\"user_id\":null,\"room_id\":\"general\"}",
            "{\"type\":\"typing\",\"room_id\":\"general\"}",
            "{\"type\":\"ping\"}",
            "{\"type\":\"authorization\",\"token\":\"a_b_c\"}");

    private Frames() {}
}
