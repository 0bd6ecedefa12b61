package io.clubroom.web.openapi;

import io.swagger.v3.oas.annotations.ExternalDocumentation;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What the description says of the API as a whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Clubroom",
                        version = "${api.version}",
                        summary = "Users, roles, sign-in and chat.",
                        license = @License(name = "Apache License 2.0", identifier = "Apache-2.0"),
                        description = """
                            JSON in `snake_case`, ids as UUIDs, times in RFC 3339, UTC, with `Z`. Unknown fields in a request are ignored, a field of the wrong type is refused.

                            **Sign in** with `POST /api/auth/login`, and send the `token` as `Authorization: Bearer …`.

                            **Errors** have one shape, whatever raises them: a `code` that does not change, a `message` for people, all wrong fields in `errors`, and the \
                            `request_id` that names the request in the server's log. With `Accept: application/problem+json` the same comes as RFC 9457. An unknown path is \
                            404 `not_found`, a wrong method 405 `method_not_allowed` with `Allow`. `HEAD` works wherever `GET` does.

                            **Lists** are arrays, read page by page: the `Link` header leads to the next page while there is one.\
                            """),
        tags = {
            @Tag(name = "Users"),
            @Tag(name = "Sign-in"),
            @Tag(
                    name = "Chat",
                    description = "Rooms and what was said in them. Messages are sent over WebSocket.",
                    externalDocs =
                            @ExternalDocumentation(description = "The frames, as AsyncAPI", url = "/asyncapi.yaml")),
            @Tag(name = "Operating", description = "How the server is."),
            @Tag(name = "Description", description = "This description.")
        })
interface Api {}
