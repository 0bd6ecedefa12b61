package io.clubroom.chat.frame;

import java.util.List;

/** Valid client frames. */
public final class Frames {
    /** One frame of each type, with all fields. */
    public static final List<String> VALID = List.of(
            "{\"type\":\"connect\",\"user_id\":\"c865f315-c339-4089-951f-d42b74175dcd\",\"room_id\":\"general\",\"after_seq\":12}",
            "{\"type\":\"connect\",\"room_id\":\"general\"}",
            "{\"type\":\"message\",\"content\":\"Hello\",\"room_id\":\"general\",\"client_message_id\":\"a-1\"}",
            "{\"type\":\"message\",\"content\":\"\",\"room_id\":\"general\",\"file_ids\":[\"0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10\"]}",
            "{\"type\":\"disconnect\",\"user_id\":null,\"room_id\":\"general\"}",
            "{\"type\":\"typing\",\"room_id\":\"general\"}",
            "{\"type\":\"ping\"}",
            "{\"type\":\"authorization\",\"token\":\"a_b_c\"}");

    private Frames() {}
}
