/** The ports over PostgreSQL; none of these beans exist without a data source. */
@NullMarked
@Configuration
@Requires(property = "datasources.default.url")
package io.clubroom.persistence;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
