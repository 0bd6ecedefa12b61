/** The ports over PostgreSQL, and where that PostgreSQL is; none of it is there without a data source. */
@NullMarked
@Configuration
@Requires(property = "datasources.default.url")
package io.clubroom.persistence;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
