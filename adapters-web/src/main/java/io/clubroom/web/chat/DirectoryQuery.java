package io.clubroom.web.chat;

import io.clubroom.application.chat.FindPeople;
import io.clubroom.domain.chat.PeopleDirectory.Position;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.QueryParameters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Parses the query of the directory, and encodes its cursors. */
final class DirectoryQuery {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_TEXT = 100;
    private static final char SEPARATOR = '\n';

    private DirectoryQuery() {}

    static FindPeople.Query of(QueryParameters parameters) {
        String text = parameters.optional("q", DirectoryQuery::text);
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        Position after = parameters.optional(PageLinks.CURSOR, DirectoryQuery::decode);
        parameters.throwIfInvalid();
        return new FindPeople.Query(text, after, limit);
    }

    private static String text(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > MAX_TEXT || text.indexOf('\0') >= 0) {
            throw new InvalidValue("q", "must be 1 to " + MAX_TEXT + " characters without NUL");
        }
        return text;
    }

    static String cursor(Position position) {
        String text = position.user().toString() + SEPARATOR + position.fullName();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Position decode(String cursor) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
                    .toString();
            int separator = text.indexOf(SEPARATOR);
            if (separator > 0 && text.indexOf('\0') < 0) {
                return new Position(text.substring(separator + 1), UserId.of(text.substring(0, separator)));
            }
        } catch (IllegalArgumentException | CharacterCodingException | InvalidValue foreign) {
            // Rejected below.
        }
        throw new InvalidValue(PageLinks.CURSOR, "must be a cursor from the same list");
    }
}
