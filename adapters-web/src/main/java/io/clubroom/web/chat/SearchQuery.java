package io.clubroom.web.chat;

import io.clubroom.application.chat.search.SearchMessages;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.search.Place;
import io.clubroom.domain.chat.search.SearchWords;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.http.Rfc3339;
import io.clubroom.web.http.TimeCursor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parses the query of a search, and encodes its cursors. A cursor is valid only for the same query of the same user. */
final class SearchQuery {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final char SEPARATOR = '\n';

    private SearchQuery() {}

    static SearchMessages.Query of(Actor actor, QueryParameters parameters) {
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        SearchWords words = parameters.required("q", SearchWords::of);
        RoomId room = parameters.optional("room_id", SearchQuery::room);
        UserId author = parameters.optional("from", SearchQuery::author);
        Instant after = parameters.optional("after", text -> Rfc3339.parse("after", text));
        Instant before = parameters.optional("before", text -> Rfc3339.parse("before", text));
        TimeCursor cursor = words == null
                ? null
                : parameters.optional(
                        PageLinks.CURSOR, text -> decode(text, digest(actor, words, room, author, after, before)));
        parameters.throwIfInvalid();
        return new SearchMessages.Query(
                Objects.requireNonNull(words),
                room,
                author,
                after,
                before,
                cursor == null ? null : new Place(cursor.createdAt(), new MessageId(cursor.id())),
                limit);
    }

    static String cursor(Actor actor, SearchMessages.Query query, Place next) {
        String digest = digest(actor, query.words(), query.room(), query.author(), query.after(), query.before());
        String text =
                digest + SEPARATOR + new TimeCursor(next.createdAt(), next.id().value()).encode();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TimeCursor decode(String cursor, String digest) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(digest + SEPARATOR)) {
                return TimeCursor.decode(text.substring(digest.length() + 1));
            }
        } catch (IllegalArgumentException foreign) {
            // Rejected below.
        }
        throw new InvalidValue(PageLinks.CURSOR, "must be a cursor from the same search");
    }

    /** Identifies a query, to bind cursors to it. */
    private static String digest(
            Actor actor,
            SearchWords words,
            @Nullable RoomId room,
            @Nullable UserId author,
            @Nullable Instant after,
            @Nullable Instant before) {
        return Integer.toHexString(Objects.hash(
                actor instanceof Actor.SignedIn reader ? reader.id().value() : null,
                words.values(),
                room == null ? null : room.value(),
                author == null ? null : author.value(),
                after,
                before));
    }

    private static RoomId room(String id) {
        if (id.isEmpty()) {
            throw new InvalidValue("room_id", "must be the id of a room");
        }
        return RoomIds.of(id);
    }

    private static UserId author(String id) {
        try {
            return UserId.of(id);
        } catch (InvalidValue malformed) {
            throw new InvalidValue("from", "must be the id of a user, a UUID");
        }
    }
}
