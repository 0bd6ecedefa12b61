package io.clubroom.persistence;

import io.micronaut.aop.Around;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks methods that each execute one statement on a table. They pass the {@link DatabaseGate} and are measured. */
@Around
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface OnTable {
    /** The table's name. */
    String value();

    /** The statement's first word, for methods without a {@code @Query} or with one that begins with {@code WITH}. */
    String operation() default "SELECT";
}
