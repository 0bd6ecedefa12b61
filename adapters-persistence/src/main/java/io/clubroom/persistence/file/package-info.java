/** Metadata of files in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.file;

import org.jspecify.annotations.NullMarked;
