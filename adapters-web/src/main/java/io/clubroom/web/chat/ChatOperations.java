package io.clubroom.web.chat;

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

/** What the description of the API says of the calls about the chat. */
final class ChatOperations {
    private ChatOperations() {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "listRooms",
            tags = "Chat",
            summary = "List rooms",
            description = "By their ids.",
            parameters = {@Parameter(name = "limit", ref = "Limit"), @Parameter(name = "cursor", ref = "Cursor")},
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "A page of rooms.",
                        headers = {@Header(name = "Link", ref = "Link")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        array = @ArraySchema(schema = @Schema(implementation = RoomBody.class))))
            })
    @interface Rooms {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "createRoom",
            tags = "Chat",
            summary = "Make a room",
            description = "For administrators.",
            requestBody = @RequestBody(ref = "NewRoom"),
            responses = {
                @ApiResponse(
                        responseCode = "201",
                        description = "The new room.",
                        headers = {@Header(name = "Location", ref = "Location")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = RoomBody.class)))
            })
    @interface CreateRoom {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "deleteRoom",
            tags = "Chat",
            summary = "Remove a room",
            description = "For administrators. Its messages go with it.",
            parameters = {@Parameter(name = "room_id", ref = "RoomId")},
            responses = {@ApiResponse(responseCode = "204", description = "The room is removed.")})
    @interface DeleteRoom {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "listMessages",
            tags = "Chat",
            summary = "Read what was said in a room",
            description = "Newest first; with `after_seq` alone, the pages go forward from there.",
            parameters = {
                @Parameter(name = "room_id", ref = "RoomId"),
                @Parameter(name = "limit", ref = "MessageLimit"),
                @Parameter(name = "cursor", ref = "Cursor"),
                @Parameter(name = "before_seq", ref = "BeforeSeq"),
                @Parameter(name = "after_seq", ref = "AfterSeq")
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "A page of messages.",
                        headers = {@Header(name = "Link", ref = "Link")},
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        array = @ArraySchema(schema = @Schema(implementation = MessageBody.class))))
            })
    @interface Messages {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "openChat",
            tags = "Chat",
            summary = "Open the chat (WebSocket)",
            description = "An upgrade to WebSocket, over HTTP/1.1. The frames are described in"
                    + " [/asyncapi.yaml](/asyncapi.yaml). `/api/chat/ws` and `/api/ws/chat` are the same.",
            parameters = {@Parameter(name = "token", ref = "SocketToken")},
            responses = {
                @ApiResponse(responseCode = "101", description = "The connection speaks WebSocket from here on.")
            })
    @interface Socket {}
}
