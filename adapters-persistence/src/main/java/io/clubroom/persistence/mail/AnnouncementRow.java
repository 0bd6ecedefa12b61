package io.clubroom.persistence.mail;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A row of the table {@code announcements}. */
@MappedEntity("announcements")
record AnnouncementRow(@Id UUID id, byte[] content) {}
