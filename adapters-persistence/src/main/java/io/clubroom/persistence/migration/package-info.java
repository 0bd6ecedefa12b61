/** How a database gets the schema that this release needs. */
@NullMarked
package io.clubroom.persistence.migration;

import org.jspecify.annotations.NullMarked;
