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
     * A page, newest files first.
     *
     * @param more whether more files follow
     * @param usage the total size of the actor's files in bytes, plus the declared sizes of unfinished uploads
     */
    public record Page(List<StoredFile> files, boolean more, long usage) {}

    private final Files files;
    private final InstantSource clock;

    public ListFiles(Files files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /** @param after the position of the last file of the previous page, null for the first page */
    public Page list(Actor.SignedIn actor, Files.@Nullable Position after, int limit) {
        // One extra file tells whether there is a next page.
        List<StoredFile> found = files.list(actor.id(), after, limit + 1);
        boolean more = found.size() > limit;
        return new Page(more ? found.subList(0, limit) : found, more, files.usage(actor.id(), clock.instant()));
    }
}
