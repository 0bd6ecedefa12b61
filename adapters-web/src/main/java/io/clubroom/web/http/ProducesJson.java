package io.clubroom.web.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a controller whose methods produce JSON, or a problem (RFC 9457) for an error. Each response sets its own content type.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
// The router does not match ranges, so a request that accepts application/* needs an entry of its own.
@Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_JSON_PROBLEM, "application/*"})
public @interface ProducesJson {}
