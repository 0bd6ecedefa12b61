package io.clubroom.web.http;

import io.swagger.v3.oas.annotations.Parameter;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Describes, in the OpenAPI document, a request that may be conditional (RFC 9110 §13); see {@link Preconditions}. */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Parameter(name = "If-Match", ref = "IfMatch")
@Parameter(name = "If-None-Match", ref = "IfNoneMatch")
public @interface Conditional {}
