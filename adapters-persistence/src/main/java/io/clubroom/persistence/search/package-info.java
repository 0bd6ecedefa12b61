/** The index with which messages are found by parts of their text, and the searches in it. */
@NullMarked
package io.clubroom.persistence.search;

import org.jspecify.annotations.NullMarked;
