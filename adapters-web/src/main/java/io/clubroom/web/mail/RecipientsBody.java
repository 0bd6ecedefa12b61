package io.clubroom.web.mail;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The size of an announcement's audience.
 *
 * @param recipients The number of users to whom it is sent.
 */
@Schema(name = "Recipients")
@Serdeable.Serializable
record RecipientsBody(@Schema(minimum = "0") int recipients) {}
