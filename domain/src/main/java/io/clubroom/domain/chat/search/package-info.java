/** What a search for messages compares, and the port that finds them. */
@NullMarked
package io.clubroom.domain.chat.search;

import org.jspecify.annotations.NullMarked;
