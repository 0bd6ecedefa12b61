package io.clubroom.chat.frame;

import java.util.List;

/** Valid client frames. */
public final class Frames {
    /** One frame of each type of either protocol, with all fields. */
    public static final List<String> VALID = List.of(
            "{\"type\":\"connect\",\"room_id\":\"general\",\"after_change\":12,\"protocol\":2}",
            "{\"type\":\"message\",\"content\":\"Hello\",\"room_id\":\"general\",\"reply_to\":\"0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10\"}",
            "{\"type\":\"edit\",\"room_id\":\"general\",\"message_id\":\"0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10\",\"content\":\"Hi\",\"client_message_id\":\"a-2\"}",
            "{\"type\":\"delete\",\"room_id\":\"general\",\"message_id\":\"0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10\",\"client_message_id\":\"a-3\"}",
            "{\"type\":\"react\",\"room_id\":\"general\",\"message_id\":\"0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10\",\"emoji\":\"👍\",\"remove\":true,\"client_message_id\":\"a-4\"}",
            "{\"type\":\"authorization\",\"token\":\"a_b_c\",\"protocol\":2}",
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
