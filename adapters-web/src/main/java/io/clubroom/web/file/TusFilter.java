package io.clubroom.web.file;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.cors.CorsFilter;

/** Adds the version of tus to every response about uploads, including those of other filters. */
@ServerFilter({UploadController.PATH, UploadController.PATH + "/**"})
final class TusFilter implements Ordered {
    @Override
    public int getOrder() {
        return CorsFilter.CORS_FILTER_ORDER + 1;
    }

    @ResponseFilter
    void complete(MutableHttpResponse<?> response) {
        response.header(TusHeaders.RESUMABLE, TusHeaders.VERSION);
    }
}
