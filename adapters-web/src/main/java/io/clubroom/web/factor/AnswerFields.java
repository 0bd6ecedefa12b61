package io.clubroom.web.factor;

import io.clubroom.application.factor.FactorAnswer;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.passkey.PasskeyFields;
import org.jspecify.annotations.Nullable;

/** Parses the answer to a request for a second factor. */
final class AnswerFields {
    private AnswerFields() {}

    /** Returns the passkey assertion or the {@code code}; null if it is missing or invalid, with the errors recorded in the fields. */
    static @Nullable FactorAnswer read(JsonFields fields) {
        if (fields.isPresent(PasskeyFields.CREDENTIAL)) {
            return new FactorAnswer.Passkey(PasskeyFields.answer(fields));
        }
        return fields.required("code", text -> new FactorAnswer.Code(TypedCode.of(text)));
    }
}
