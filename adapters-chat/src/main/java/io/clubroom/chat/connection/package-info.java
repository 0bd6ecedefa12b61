/** The connections of the clients, from the upgrade to the close. */
@NullMarked
package io.clubroom.chat.connection;

import org.jspecify.annotations.NullMarked;
