package io.clubroom.web.chat;

import io.clubroom.application.chat.search.SearchMessages;
import io.clubroom.application.chat.search.SearchMessages.Found;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.search.Place;
import io.clubroom.domain.user.UserId;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** The REST API for searching messages. */
@Controller("/api/chat/search")
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class SearchController {
    private final SearchMessages searchMessages;
    private final ErrorResponses errors;

    SearchController(SearchMessages searchMessages, ErrorResponses errors) {
        this.searchMessages = searchMessages;
        this.errors = errors;
    }

    /**
     * Search messages.
     *
     * <p>Searches all rooms that the caller may read. Returns messages in their current state, newest first. A page may have fewer messages
     * than requested, or none, and still be followed by another.
     */
    @Get
    @Parameter(name = "q", ref = "SearchWords")
    @Parameter(name = "room_id", ref = "SearchedRoom")
    @Parameter(name = "from", ref = "SearchedAuthor")
    @Parameter(name = "before", ref = "CreatedBefore")
    @Parameter(name = "after", ref = "CreatedAfter")
    @Parameter(name = "cursor", ref = "Cursor")
    @Parameter(name = "limit", ref = "SearchLimit")
    @ApiResponse(
            responseCode = "200",
            description = "A page of messages.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = FoundMessageBody.class))))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.ROOM_NOT_FOUND})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> searchMessages(HttpRequest<?> request, Actor actor) {
        SearchMessages.Query query = SearchQuery.of(actor, new QueryParameters(request));
        return switch (searchMessages.search(actor, query)) {
            case SearchMessages.Result.Page(List<Found> found, Place next) -> {
                UserId viewer = ((Actor.SignedIn) actor).id();
                yield PageLinks.page(
                        request,
                        found.stream()
                                .map(each -> FoundMessageBody.of(each, viewer))
                                .toList(),
                        next == null ? null : SearchQuery.cursor(actor, query, next));
            }
            case SearchMessages.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case SearchMessages.Result.RoomNotFound _ -> errors.of(request, ErrorCode.ROOM_NOT_FOUND);
        };
    }
}
