/** What is said of values that cannot be accepted. */
@NullMarked
package io.clubroom.domain.validation;

import org.jspecify.annotations.NullMarked;
