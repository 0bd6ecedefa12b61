package io.clubroom.web.openapi;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.servers.Server;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The general part of the OpenAPI document. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Clubroom",
                        version = "${api.version}",
                        summary = "Users, roles, sign-in and chat.",
                        license = @License(name = "Apache License 2.0", identifier = "Apache-2.0"),
                        description = """
                            JSON in `snake_case`; ids are UUIDs; times follow RFC 3339 in UTC, with `Z`. Unknown fields in requests are ignored; fields of the wrong type are rejected.

                            **Sign in** with `POST /api/auth/login` and send the `token` as `Authorization: Bearer …`.

                            **Errors** all have the same shape: a stable `code`, a human-readable `message`, all invalid fields in `errors`, and the `request_id` under which \
                            the server logs the request. With `Accept: application/problem+json` errors follow RFC 9457. An unknown path is 404 `not_found`, an unsupported \
                            method 405 `method_not_allowed` with `Allow`. `HEAD` works wherever `GET` does.

                            **Lists** are arrays and paged: the `Link` header has the address of the next page, if there is one.\
                            """),
        servers = @Server(url = "/", description = "The server that serves this description."),
        tags = {
            @Tag(name = "Users", description = "Accounts and their roles."),
            @Tag(name = "Sign-in", description = "Tokens, sign-in with a provider, and what the links in mails do."),
            @Tag(name = "Sessions", description = "Where a user is signed in."),
            @Tag(
                    name = "Second factors",
                    description =
                            "What a sign-in asks for beside the password: authenticator apps and recovery codes."),
            @Tag(name = "Invitations", description = "Who may register."),
            @Tag(name = "Mails", description = "Announcements, and the outbox of all mails."),
            @Tag(
                    name = "Chat",
                    description = "Rooms and their messages. Messages are sent over WebSocket, in frames that"
                            + " [the AsyncAPI document](/asyncapi.yaml) describes."),
            @Tag(name = "Moderation", description = "Mutes and bans in rooms, and reports of messages."),
            @Tag(name = "Files", description = "Files that users send: attachments of messages."),
            @Tag(
                    name = "Uploads",
                    description = "Files that are sent in parts, over connections that may break, by"
                            + " [tus 1.0.0](https://tus.io/protocols/resumable-upload)."),
            @Tag(name = "Operating", description = "Health, metrics and log levels."),
            @Tag(name = "Description", description = "This description.")
        })
interface Api {}
