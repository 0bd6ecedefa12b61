package io.clubroom.web.file;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Describes the server's tus headers in the OpenAPI document. */
@Documented
@Target(ElementType.METHOD)
@ApiResponse(
        responseCode = "204",
        description = "What the server can do.",
        headers = {
            @Header(name = TusHeaders.RESUMABLE, ref = TusHeaders.RESUMABLE),
            @Header(name = TusHeaders.VERSIONS, ref = TusHeaders.VERSIONS),
            @Header(name = TusHeaders.EXTENSION, ref = TusHeaders.EXTENSION),
            @Header(name = TusHeaders.MAX_SIZE, ref = TusHeaders.MAX_SIZE),
            @Header(name = TusHeaders.CHECKSUM_ALGORITHM, ref = TusHeaders.CHECKSUM_ALGORITHM)
        })
@interface DescribesTus {}
