package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.Messages;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * An earlier or the current text of a message.
 *
 * @param at When the message got this text.
 */
@Schema(name = "MessageVersion")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record VersionBody(String content, Instant at) {
    static VersionBody of(Messages.Version version) {
        return new VersionBody(version.text().value(), version.at());
    }
}
