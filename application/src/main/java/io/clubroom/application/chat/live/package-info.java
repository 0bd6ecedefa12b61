/**
 * The engine of the live chat, which decides order, replays and presence. It has no threads, clocks, sockets or logs: {@link
 * io.clubroom.application.chat.live.LiveRooms} takes inputs and returns effects.
 */
@NullMarked
package io.clubroom.application.chat.live;

import org.jspecify.annotations.NullMarked;
