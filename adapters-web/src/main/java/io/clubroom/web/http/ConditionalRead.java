package io.clubroom.web.http;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Like {@link Conditional}, for a read, which can return 304. */
@Documented
@Target(ElementType.METHOD)
@Conditional
@ApiResponse(
        responseCode = "304",
        description = "Not changed since the version that `If-None-Match` names.",
        headers = @Header(name = "ETag", ref = "ETag"))
public @interface ConditionalRead {}
