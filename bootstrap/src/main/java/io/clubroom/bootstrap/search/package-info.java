/** Updates the search index in the background. */
@NullMarked
package io.clubroom.bootstrap.search;

import org.jspecify.annotations.NullMarked;
