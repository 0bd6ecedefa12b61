package io.clubroom.web.factor;

import io.clubroom.application.factor.FactorAnswer;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.passkey.PasskeyFields;
import org.jspecify.annotations.Nullable;

/** Reads what somebody gives to prove that they have a second factor. */
final class AnswerFields {
    private AnswerFields() {}

    /** The answer of a passkey, or a {@code code}; null if it is missing or invalid, with the faults collected. */
    static @Nullable FactorAnswer read(JsonFields fields) {
        if (fields.isPresent(PasskeyFields.CREDENTIAL)) {
            return new FactorAnswer.Passkey(PasskeyFields.answer(fields));
        }
        return fields.required("code", text -> new FactorAnswer.Code(TypedCode.of(text)));
    }
}
