/** Second factors in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.factor;

import org.jspecify.annotations.NullMarked;
