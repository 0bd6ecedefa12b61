package io.clubroom.web.chat;

import io.clubroom.application.chat.BlockUser;
import io.clubroom.application.chat.ListBlocks;
import io.clubroom.application.chat.UnblockUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.UserBlocks.Block;
import io.clubroom.domain.chat.UserBlocks.Position;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.Paged;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.clubroom.web.http.TimeCursor;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
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

/** The REST API for blocking users. */
@Controller("/api/users/me/blocks")
@Tag(name = "Chat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class BlockController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final String ONESELF = "must be somebody else";

    private final BlockUser blockUser;
    private final UnblockUser unblockUser;
    private final ListBlocks listBlocks;
    private final ErrorResponses errors;

    BlockController(BlockUser blockUser, UnblockUser unblockUser, ListBlocks listBlocks, ErrorResponses errors) {
        this.blockUser = blockUser;
        this.unblockUser = unblockUser;
        this.listBlocks = listBlocks;
        this.errors = errors;
    }

    /**
     * List the users you have blocked.
     *
     * <p>Most recently blocked first.
     */
    @Get
    @Paged
    @ApiResponse(
            responseCode = "200",
            description = "A page of users.",
            headers = @Header(name = "Link", ref = "Link"),
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = PersonBody.class))))
    @Fails(ErrorCode.INVALID_INPUT)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> listBlocks(HttpRequest<?> request, Actor actor) {
        return switch (listBlocks.list(actor, query(request))) {
            case ListBlocks.Result.Page(List<Block> blocks, boolean more) ->
                PageLinks.page(
                        request,
                        blocks.stream()
                                .map(block -> PersonBody.of(block.blocked()))
                                .toList(),
                        more ? cursor(blocks.getLast()) : null);
            case ListBlocks.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
        };
    }

    /**
     * Block a user.
     *
     * <p>Neither of you can write in your direct room of two any more; rooms with more people are not affected. The user is not notified.
     * The response is the same if the user does not exist.
     */
    @Put("/{user_id}")
    @ApiResponse(responseCode = "204", description = "The user is blocked.")
    @Fails(ErrorCode.INVALID_INPUT)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> blockUser(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "MemberId") @PathVariable("user_id") String userId) {
        return switch (blockUser.block(actor, UserId.of(userId))) {
            case BlockUser.Result.Blocked _ -> HttpResponse.noContent();
            case BlockUser.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case BlockUser.Result.Oneself _ -> errors.invalid(request, List.of(new InvalidValue("user_id", ONESELF)));
        };
    }

    /**
     * Unblock a user.
     *
     * <p>The response is the same if the user is not blocked, or does not exist.
     */
    @Delete("/{user_id}")
    @ApiResponse(responseCode = "204", description = "The user is not blocked.")
    @Fails(ErrorCode.INVALID_INPUT)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> unblockUser(
            HttpRequest<?> request, Actor actor, @Parameter(ref = "MemberId") @PathVariable("user_id") String userId) {
        return switch (unblockUser.unblock(actor, UserId.of(userId))) {
            case UnblockUser.Result.Unblocked _ -> HttpResponse.noContent();
            case UnblockUser.Result.NotSignedIn _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
            case UnblockUser.Result.Oneself _ -> errors.invalid(request, List.of(new InvalidValue("user_id", ONESELF)));
        };
    }

    private static ListBlocks.Query query(HttpRequest<?> request) {
        QueryParameters parameters = new QueryParameters(request);
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        TimeCursor after = parameters.optional(PageLinks.CURSOR, TimeCursor::decode);
        parameters.throwIfInvalid();
        return new ListBlocks.Query(
                after == null ? null : new Position(after.createdAt(), new UserId(after.id())), limit);
    }

    private static String cursor(Block last) {
        return new TimeCursor(last.since(), last.blocked().id().value()).encode();
    }
}
