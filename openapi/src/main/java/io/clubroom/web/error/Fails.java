package io.clubroom.web.error;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** The errors that an operation can return besides those that follow from its declaration; read by the compiler for the OpenAPI document. */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Fails {
    ErrorCode[] value();
}
