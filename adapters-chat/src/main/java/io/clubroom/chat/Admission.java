package io.clubroom.chat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a client may open another connection. */
@FunctionalInterface
public interface Admission {
    /**
     * Counts an attempt to connect. If there were too many, the headers of the answer that refuses it, {@code Retry-After} among
     * them; else empty.
     *
     * @param peer null if the connection is closed already
     * @param forwardedFor the values of {@code X-Forwarded-For}, which anybody may have sent
     */
    Optional<Map<String, String>> refuse(@Nullable InetSocketAddress peer, List<String> forwardedFor);
}
