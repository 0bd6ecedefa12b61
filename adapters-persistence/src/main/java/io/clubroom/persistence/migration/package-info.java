/** Customizes micronaut-flyway, which migrates the database at the start. */
@NullMarked
package io.clubroom.persistence.migration;

import org.jspecify.annotations.NullMarked;
