package io.clubroom.web.chat;

import io.clubroom.application.chat.FindPeople;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.PeopleDirectory.Position;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.Paged;
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

/** The REST API for the directory of people. */
@Controller("/api/chat/directory")
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class DirectoryController {
    private final FindPeople findPeople;
    private final ErrorResponses errors;

    DirectoryController(FindPeople findPeople, ErrorResponses errors) {
        this.findPeople = findPeople;
        this.errors = errors;
    }

    /**
     * Find people.
     *
     * <p>Returns active users, ordered by full name. Depending on the server's settings, users can find everybody, only people with whom
     * they share a private or direct room, or nobody.
     */
    @Get
    @Paged
    @Parameter(name = "q", ref = "PersonQuery")
    @ApiResponse(
            responseCode = "200",
            description = "A page of users.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = PersonBody.class))))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.DIRECTORY_OFF})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> findPeople(HttpRequest<?> request, Actor actor) {
        return switch (findPeople.find(actor, () -> DirectoryQuery.of(new QueryParameters(request)))) {
            case FindPeople.Result.Page(List<Participant> people, Position next) ->
                PageLinks.page(
                        request,
                        people.stream().map(PersonBody::of).toList(),
                        next == null ? null : DirectoryQuery.cursor(next));
            case FindPeople.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case FindPeople.Result.Off _ -> errors.of(request, ErrorCode.DIRECTORY_OFF);
        };
    }
}
