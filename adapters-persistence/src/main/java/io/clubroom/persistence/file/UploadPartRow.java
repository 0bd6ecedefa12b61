package io.clubroom.persistence.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Uploads.Part;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** The columns of the table {@code upload_parts} that describe the part. */
@Introspected
record UploadPartRow(UUID contentId, long start, long length) {
    Part toPart() {
        return new Part(new ContentId(contentId), start, length);
    }
}
