package io.clubroom.application.chat.moderation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Reports.Position;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists reports in pages, newest first: all for administrators, those of their rooms for owners and moderators. */
public final class ListReports {
    /**
     * @param status null for any
     * @param after null to begin at the newest
     */
    public record Query(
            @Nullable ReportStatus status, @Nullable Position after, int limit) {}

    public sealed interface Result {
        /** @param more whether more reports follow */
        record Page(List<Report> reports, boolean more) implements Result {}

        /** The actor moderates no room. */
        record NotAllowed() implements Result {}
    }

    private final Reports reports;

    public ListReports(Reports reports) {
        this.reports = reports;
    }

    /** @param request parses the request; called only for moderators, so that others are refused even if the request is invalid. */
    public Result list(Actor actor, Supplier<Query> request) {
        if (!(actor instanceof Actor.SignedIn moderator) || !(actor.isAdmin() || reports.isModerator(moderator.id()))) {
            return new Result.NotAllowed();
        }
        Query query = request.get();
        // One extra report tells whether there is a next page.
        List<Report> found =
                reports.list(actor.isAdmin() ? null : moderator.id(), query.status(), query.after(), query.limit() + 1);
        boolean more = found.size() > query.limit();
        return new Result.Page(more ? found.subList(0, query.limit()) : found, more);
    }
}
