package io.clubroom.web.user;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What the description of the API says of the calls about users. */
final class UserOperations {
    private UserOperations() {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "createUser",
            tags = "Users",
            summary = "Register",
            description = "Anyone may, as a client or a trainer; only administrators register administrators.",
            requestBody = @RequestBody(ref = "NewUser"),
            responses = {
                @ApiResponse(
                        responseCode = "201",
                        description = "The new user.",
                        headers = {@Header(name = "Location", ref = "Location"), @Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = UserBody.class)))
            })
    @interface Create {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "listUsers",
            tags = "Users",
            summary = "List users",
            description = "For administrators. Newest first, unless `sort` says otherwise.",
            parameters = {
                @Parameter(name = "role", ref = "Role"),
                @Parameter(name = "active", ref = "Active"),
                @Parameter(name = "q", ref = "Q"),
                @Parameter(name = "sort", ref = "Sort"),
                @Parameter(name = "limit", ref = "Limit"),
                @Parameter(name = "cursor", ref = "Cursor")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "A page of users.",
                        headers = {
                            @Header(name = "X-Total-Count", ref = "X-Total-Count"),
                            @Header(name = "Link", ref = "Link")
                        },
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        array = @ArraySchema(schema = @Schema(implementation = UserBody.class))))
            })
    @interface All {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "listUsersOfRole",
            tags = "Users",
            summary = "List the users of a role",
            description = "For administrators. Newest first, unless `sort` says otherwise.",
            parameters = {
                @Parameter(name = "role", ref = "PathRole"),
                @Parameter(name = "active", ref = "Active"),
                @Parameter(name = "q", ref = "Q"),
                @Parameter(name = "sort", ref = "Sort"),
                @Parameter(name = "limit", ref = "Limit"),
                @Parameter(name = "cursor", ref = "Cursor")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "A page of users.",
                        headers = {
                            @Header(name = "X-Total-Count", ref = "X-Total-Count"),
                            @Header(name = "Link", ref = "Link")
                        },
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        array = @ArraySchema(schema = @Schema(implementation = UserBody.class))))
            })
    @interface OfRole {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getUserStatistics",
            tags = "Users",
            summary = "Count users",
            description = "For administrators.",
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "How many users there are.",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = StatisticsBody.class)))
            })
    @interface Statistics {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getMe",
            tags = "Users",
            summary = "Read oneself",
            parameters = {
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The user.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = UserBody.class))),
                @ApiResponse(
                        responseCode = "304",
                        description = "The user has not changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")})
            })
    @interface Me {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getUser",
            tags = "Users",
            summary = "Read a user",
            description = "For administrators and the user. Somebody else is refused whether the user exists or not.",
            parameters = {
                @Parameter(name = "id", ref = "UserId"),
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The user.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = UserBody.class))),
                @ApiResponse(
                        responseCode = "304",
                        description = "The user has not changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")})
            })
    @interface Read {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "updateUser",
            tags = "Users",
            summary = "Change a user",
            description =
                    "For administrators and the user; `role` and `active` for administrators only. A new password ends"
                            + " all tokens of the user.",
            parameters = {
                @Parameter(name = "id", ref = "UserId"),
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            requestBody = @RequestBody(ref = "UserReplacement"),
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The user as changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = UserBody.class)))
            })
    @interface Replace {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "patchUser",
            tags = "Users",
            summary = "Change a user by a merge patch",
            description =
                    "For administrators and the user; `role` and `active` for administrators only. A new password ends"
                            + " all tokens of the user.",
            parameters = {
                @Parameter(name = "id", ref = "UserId"),
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            requestBody = @RequestBody(ref = "UserPatch"),
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The user as changed.",
                        headers = {@Header(name = "ETag", ref = "ETag")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = UserBody.class)))
            })
    @interface Patch {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "deleteUser",
            tags = "Users",
            summary = "Remove a user",
            description = "For administrators. What the user wrote in the chat stays, as of a deleted user.",
            parameters = {
                @Parameter(name = "id", ref = "UserId"),
                @Parameter(name = "If-Match", ref = "IfMatch"),
                @Parameter(name = "If-None-Match", ref = "IfNoneMatch")
            },
            responses = {@ApiResponse(responseCode = "204", description = "The user is removed.")})
    @interface Remove {}
}
