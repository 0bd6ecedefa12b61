package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.chat.UserBlocks.Block;
import io.clubroom.domain.chat.UserBlocks.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the users whom the actor has blocked, in pages, the latest first. */
public final class ListBlocks {
    /** @param after the last block of the previous page, null for the first page */
    public record Query(@Nullable Position after, int limit) {}

    public sealed interface Result {
        /** @param more whether there is a next page */
        record Page(List<Block> blocks, boolean more) implements Result {}

        record NotSignedIn() implements Result {}
    }

    private final UserBlocks blocks;

    public ListBlocks(UserBlocks blocks) {
        this.blocks = blocks;
    }

    public Result list(Actor actor, Query query) {
        if (!(actor instanceof Actor.SignedIn blocker)) {
            return new Result.NotSignedIn();
        }
        // One extra block tells whether there is a next page.
        List<Block> found = blocks.list(blocker.id(), query.after(), query.limit() + 1);
        boolean more = found.size() > query.limit();
        return new Result.Page(more ? found.subList(0, query.limit()) : found, more);
    }
}
