/** What keeps the index for searches up to date. */
@NullMarked
package io.clubroom.bootstrap.search;

import org.jspecify.annotations.NullMarked;
