package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the actor's files in pages. */
public final class ListFiles {
    /**
     * A page, the newest files first.
     *
     * @param more whether more files follow
     * @param usage the bytes that the actor's files take, and those that unfinished uploads declare
     */
    public record Page(List<StoredFile> files, boolean more, long usage) {}

    private final Files files;
    private final InstantSource clock;

    public ListFiles(Files files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /** @param after the position of the last file of the page before, null for the first page */
    public Page list(Actor.SignedIn actor, Files.@Nullable Position after, int limit) {
        // One extra file tells whether there is a next page.
        List<StoredFile> found = files.list(actor.id(), after, limit + 1);
        boolean more = found.size() > limit;
        return new Page(more ? found.subList(0, limit) : found, more, files.usage(actor.id(), clock.instant()));
    }
}
