package io.clubroom.web.http;

import io.swagger.v3.oas.annotations.Parameter;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Describes, in the OpenAPI document, the query parameters of a list that is read page by page. */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Parameter(name = "limit", ref = "Limit")
@Parameter(name = "cursor", ref = "Cursor")
public @interface Paged {}
