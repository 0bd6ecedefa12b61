package io.clubroom.persistence.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Thumbnails.Thumbnail;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** The columns of the table {@code thumbnails} that describe the thumbnail. */
@Introspected
record ThumbnailRow(UUID contentId, String mediaType) {
    Thumbnail toThumbnail() {
        return new Thumbnail(new ContentId(contentId), new MediaType(mediaType));
    }
}
