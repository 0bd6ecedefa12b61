package io.clubroom.persistence.factor;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code wrong_answers}. */
@MappedEntity("wrong_answers")
record WrongAnswerRow(@Id long id, UUID userId, String purpose, Instant answeredAt) {}
