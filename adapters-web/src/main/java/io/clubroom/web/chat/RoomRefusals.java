package io.clubroom.web.chat;

import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.web.error.ErrorCode;

/** Maps the reasons for refusing a change of a room or its members to error responses. */
final class RoomRefusals {
    private RoomRefusals() {}

    static ErrorCode code(RoomVerdict verdict) {
        return switch (verdict) {
            case ALLOWED, MUTED -> throw new IllegalArgumentException(verdict + " refuses no change of a room");
            case NOT_FOUND -> ErrorCode.ROOM_NOT_FOUND;
            case FORBIDDEN -> ErrorCode.FORBIDDEN;
            case NOT_REACHABLE -> ErrorCode.NOT_REACHABLE;
            case USER_BLOCKED -> ErrorCode.USER_BLOCKED;
            case DIRECT_ROOM -> ErrorCode.DIRECT_ROOM;
            case PUBLIC_ROOM -> ErrorCode.PUBLIC_ROOM;
        };
    }
}
