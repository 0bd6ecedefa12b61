package io.clubroom.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.RoomStanding.Reach;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the rules with tables of who may do what. */
class RoomAccessTest {
    private static final Mute MUTE = new Mute(null);

    /** For each action, what the roles member, moderator and owner get in a room in which they are neither muted nor blocked. */
    private static final Map<RoomKind, Map<RoomAction, String>> BY_ROLE = Map.of(
            RoomKind.PUBLIC,
            Map.of(
                    RoomAction.READ, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.WRITE, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.DELETE_OWN, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.LEAVE, "PUBLIC_ROOM PUBLIC_ROOM PUBLIC_ROOM",
                    RoomAction.MODERATE, "FORBIDDEN ALLOWED ALLOWED",
                    RoomAction.ADMIT, "FORBIDDEN ALLOWED ALLOWED",
                    RoomAction.OWN, "FORBIDDEN FORBIDDEN ALLOWED"),
            RoomKind.PRIVATE,
            Map.of(
                    RoomAction.READ, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.WRITE, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.DELETE_OWN, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.LEAVE, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.MODERATE, "FORBIDDEN ALLOWED ALLOWED",
                    RoomAction.ADMIT, "FORBIDDEN ALLOWED ALLOWED",
                    RoomAction.OWN, "FORBIDDEN FORBIDDEN ALLOWED"),
            RoomKind.DIRECT,
            Map.of(
                    RoomAction.READ, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.WRITE, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.DELETE_OWN, "ALLOWED ALLOWED ALLOWED",
                    RoomAction.LEAVE, "DIRECT_ROOM DIRECT_ROOM DIRECT_ROOM",
                    RoomAction.MODERATE, "DIRECT_ROOM DIRECT_ROOM DIRECT_ROOM",
                    RoomAction.ADMIT, "DIRECT_ROOM DIRECT_ROOM DIRECT_ROOM",
                    RoomAction.OWN, "DIRECT_ROOM DIRECT_ROOM DIRECT_ROOM"));

    /** What whoever may write gets then. */
    private static final Map<Reach, RoomVerdict> BY_REACH = Map.of(
            Reach.REACHED, RoomVerdict.ALLOWED,
            Reach.NOT_REACHABLE, RoomVerdict.NOT_REACHABLE,
            Reach.BLOCKED_BY_USER, RoomVerdict.USER_BLOCKED);

    static Stream<Arguments> every_case() {
        return Arrays.stream(RoomKind.values())
                .flatMap(kind -> Arrays.stream(RoomRole.values())
                        .flatMap(role -> Stream.of(true, false)
                                .flatMap(muted -> Arrays.stream(Reach.values())
                                        .flatMap(reach -> Arrays.stream(RoomAction.values())
                                                .map(action -> Arguments.of(kind, role, muted, reach, action))))));
    }

    private static RoomVerdict expected(RoomKind kind, RoomRole role, boolean muted, Reach reach, RoomAction action) {
        if (action == RoomAction.WRITE) {
            return muted ? RoomVerdict.MUTED : BY_REACH.get(reach);
        }
        if (action == RoomAction.TYPE && !muted && reach == Reach.BLOCKED_BY_USER) {
            // So that the other one does not notice.
            return RoomVerdict.ALLOWED;
        }
        if (action == RoomAction.TYPE) {
            return expected(kind, role, muted, reach, RoomAction.WRITE);
        }
        return RoomVerdict.valueOf(BY_ROLE.get(kind).get(action).split(" ")[role.ordinal()]);
    }

    @ParameterizedTest
    @MethodSource("every_case")
    void a_member_may_do_what_the_table_says(
            RoomKind kind, RoomRole role, boolean muted, Reach reach, RoomAction action) {
        RoomStanding standing = new RoomStanding(kind, role, muted ? MUTE : null, reach);

        assertThat(RoomAccess.decide(standing, action)).isEqualTo(expected(kind, role, muted, reach, action));
        assertThat(RoomAccess.mayRead(standing)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void for_nobody_and_in_no_room_is_anything_found(RoomAction action) {
        assertThat(RoomAccess.decide(null, action)).isEqualTo(RoomVerdict.NOT_FOUND);
        for (RoomKind kind : RoomKind.values()) {
            for (Reach reach : Reach.values()) {
                for (@Nullable Mute mute : new Mute[] {null, MUTE}) {
                    assertThat(RoomAccess.decide(new RoomStanding(kind, null, mute, reach), action))
                            .isEqualTo(RoomVerdict.NOT_FOUND);
                }
            }
        }
    }

    @Test
    void the_roles_are_tested_in_their_order() {
        assertThat(RoomRole.values()).containsExactly(RoomRole.MEMBER, RoomRole.MODERATOR, RoomRole.OWNER);
    }
}
