/**
 * The engine of the live chat: decides order, replays and presence. It is plain Java without threads, clocks, sockets and logs: {@link
 * io.clubroom.application.chat.live.LiveRooms} takes inputs and returns effects.
 */
@NullMarked
package io.clubroom.application.chat.live;

import org.jspecify.annotations.NullMarked;
