package io.clubroom.application.chat.moderation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Reports.Position;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists reports in pages, newest first: administrators all, owners and moderators those of their rooms. */
public final class ListReports {
    /**
     * @param status null for any
     * @param after null begins at the newest
     */
    public record Query(
            @Nullable ReportStatus status, @Nullable Position after, int limit) {}

    public sealed interface Result {
        /** @param more whether more reports follow */
        record Page(List<Report> reports, boolean more) implements Result {}

        /** The actor moderates nothing. */
        record NotAllowed() implements Result {}
    }

    private final Reports reports;

    public ListReports(Reports reports) {
        this.reports = reports;
    }

    /** @param asked parses the request. Called only for moderators, so others get 403 whatever they sent. */
    public Result list(Actor actor, Supplier<Query> asked) {
        if (!(actor instanceof Actor.SignedIn moderator) || !(actor.isAdmin() || reports.isModerator(moderator.id()))) {
            return new Result.NotAllowed();
        }
        Query query = asked.get();
        // One extra report tells whether there is a next page.
        List<Report> found =
                reports.list(actor.isAdmin() ? null : moderator.id(), query.status(), query.after(), query.limit() + 1);
        boolean more = found.size() > query.limit();
        return new Result.Page(more ? found.subList(0, query.limit()) : found, more);
    }
}
