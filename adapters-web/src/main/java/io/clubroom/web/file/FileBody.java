package io.clubroom.web.file;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.StoredFile;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.UUID;

/** A file in a response. */
@Schema(name = "File", description = "A file of a user.", example = FileBody.EXAMPLE)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileBody(
        UUID id,
        String name,
        String mediaType,
        long size,
        String sha256,

        @Schema(requiredMode = NOT_REQUIRED) @Nullable Integer width,

        @Schema(requiredMode = NOT_REQUIRED) @Nullable Integer height,

        Instant createdAt,
        UUID ownerId,
        String url,

        @Schema(requiredMode = NOT_REQUIRED) @Nullable String thumbnailUrl) {
    public static final String EXAMPLE = """
        {
          "id": "6f1f0a52-4d6c-4d0e-9a56-2f6f1f1f0a52",
          "name": "Team.jpg",
          "media_type": "image/jpeg",
          "size": 482113,
          "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          "width": 1600,
          "height": 1200,
          "created_at": "2026-11-29T18:54:36.964499Z",
          "owner_id": "c865f315-c339-4089-951f-d42b74175dcd",
          "url": "/api/files/6f1f0a52-4d6c-4d0e-9a56-2f6f1f1f0a52",
          "thumbnail_url": "/api/files/6f1f0a52-4d6c-4d0e-9a56-2f6f1f1f0a52/thumbnail"
        }\
        """;

    public static FileBody of(StoredFile file) {
        Dimensions dimensions = file.dimensions();
        String url = "/api/files/" + file.id();
        return new FileBody(
                file.id().value(),
                file.name().value(),
                file.type().value(),
                file.size(),
                file.sha256().hex(),
                dimensions == null ? null : dimensions.width(),
                dimensions == null ? null : dimensions.height(),
                file.createdAt(),
                file.owner().value(),
                url,
                file.type().isPicture() ? url + "/thumbnail" : null);
    }
}
