package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The caller's settings of a room.
 *
 * @param level Which messages the caller wants to be notified of.
 */
@Schema(name = "RoomSettings", examples = """
    {"notify": "mentions"}\
    """)
@Serdeable.Serializable
public record RoomSettingsBody(
        @JsonProperty("notify")
        @Schema(
                name = "notify",
                allowableValues = {"all", "mentions", "none"})
        String level) {}
