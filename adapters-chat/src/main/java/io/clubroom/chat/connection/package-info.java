/** The connections of clients, from the handshake to the close. */
@NullMarked
package io.clubroom.chat.connection;

import org.jspecify.annotations.NullMarked;
