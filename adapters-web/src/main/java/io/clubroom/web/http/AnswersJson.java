package io.clubroom.web.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a controller whose calls answer with JSON, and with a problem when they fail, to whoever accepts one of them.
 *
 * <p>Its methods say of each answer which of the two it is.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
// The router takes a range for a type like any other, so the range has to be named too.
@Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_JSON_PROBLEM, "application/*"})
public @interface AnswersJson {}
