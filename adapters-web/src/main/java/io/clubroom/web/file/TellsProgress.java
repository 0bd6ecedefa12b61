package io.clubroom.web.file;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Describes, in the OpenAPI document, the progress headers of successful responses about an upload. */
@Documented
@Target(ElementType.METHOD)
@ApiResponse(
        responseCode = "2XX",
        headers = {
            @Header(name = TusHeaders.RESUMABLE, ref = TusHeaders.RESUMABLE),
            @Header(name = TusHeaders.OFFSET, ref = TusHeaders.OFFSET),
            @Header(name = TusHeaders.EXPIRES, ref = TusHeaders.EXPIRES),
            @Header(name = TusHeaders.RESULT, ref = TusHeaders.RESULT)
        })
@interface TellsProgress {}
