/** The search for messages: how texts are compared, and the ports of the search and its index. */
@NullMarked
package io.clubroom.domain.chat.search;

import org.jspecify.annotations.NullMarked;
