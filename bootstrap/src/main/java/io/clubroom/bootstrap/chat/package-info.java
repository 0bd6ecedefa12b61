/** What has to be done for the chat from time to time. */
@NullMarked
package io.clubroom.bootstrap.chat;

import org.jspecify.annotations.NullMarked;
