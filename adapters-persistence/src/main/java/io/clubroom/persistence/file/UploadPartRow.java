package io.clubroom.persistence.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Uploads.Part;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** What a row of the table {@code upload_parts} tells of the part. */
@Introspected
record UploadPartRow(UUID contentId, long start, long length) {
    Part toPart() {
        return new Part(new ContentId(contentId), start, length);
    }
}
