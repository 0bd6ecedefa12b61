/** The substring index of messages, and searches with it. */
@NullMarked
package io.clubroom.persistence.search;

import org.jspecify.annotations.NullMarked;
