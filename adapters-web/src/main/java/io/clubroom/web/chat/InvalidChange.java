package io.clubroom.web.chat;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown for an invalid request to change a message. */
final class InvalidChange extends RuntimeException {
    private final transient ErrorCode code;
    private final transient List<InvalidValue> faults;
    private final transient @Nullable ClientMessageId clientMessageId;

    /** @param clientMessageId the request's id; null if it is absent or invalid */
    InvalidChange(ErrorCode code, List<InvalidValue> faults, @Nullable ClientMessageId clientMessageId) {
        super(code.text(), null, false, false);
        this.code = code;
        this.faults = List.copyOf(faults);
        this.clientMessageId = clientMessageId;
    }

    ErrorCode code() {
        return code;
    }

    List<InvalidValue> faults() {
        return faults;
    }

    @Nullable
    String clientMessageId() {
        return clientMessageId == null ? null : clientMessageId.value();
    }
}
