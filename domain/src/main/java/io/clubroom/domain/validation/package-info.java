/** Errors of invalid values. */
@NullMarked
package io.clubroom.domain.validation;

import org.jspecify.annotations.NullMarked;
