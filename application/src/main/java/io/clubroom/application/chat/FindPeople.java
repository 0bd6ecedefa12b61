package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.DirectoryScope;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.PeopleDirectory;
import io.clubroom.domain.chat.PeopleDirectory.Position;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds active users by their names, in pages; {@link DirectoryScope} says which. */
public final class FindPeople {
    /**
     * @param text a part of the username or the full name, ignoring case; null for all
     * @param after the last user of the previous page, null for the first page
     */
    public record Query(@Nullable String text, @Nullable Position after, int limit) {}

    public sealed interface Result {
        /** @param next {@link Query#after()} of the next page, null if this is the last page */
        record Page(List<Participant> people, @Nullable Position next) implements Result {}

        record NotSignedIn() implements Result {}

        record Off() implements Result {}
    }

    private final PeopleDirectory directory;
    private final DirectoryScope scope;

    public FindPeople(PeopleDirectory directory, DirectoryScope scope) {
        this.directory = directory;
        this.scope = scope;
    }

    /** @param request parses the request; called only if the directory is not off. */
    public Result find(Actor actor, Supplier<Query> request) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        if (scope == DirectoryScope.OFF) {
            return new Result.Off();
        }
        Query query = request.get();
        // One extra user tells whether there is a next page.
        List<Participant> found = directory.list(
                new PeopleDirectory.Query(query.text(), scope == DirectoryScope.SHARED_ROOMS ? reader.id() : null),
                query.after(),
                query.limit() + 1);
        boolean more = found.size() > query.limit();
        List<Participant> page = more ? found.subList(0, query.limit()) : found;
        return new Result.Page(page, more ? Position.of(page.getLast()) : null);
    }
}
