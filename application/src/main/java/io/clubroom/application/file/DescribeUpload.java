package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import java.time.InstantSource;
import java.util.Optional;

/** Returns the state of an upload of the actor, and makes its file if that was interrupted. */
public final class DescribeUpload {
    public sealed interface Result {
        /** @param isFinished whether the file, which has the same id, was made */
        record Found(Upload upload, boolean isFinished) implements Result {}

        /** The actor has no such upload. */
        record NotFound() implements Result {}

        /** Files of this type are not accepted; the upload was removed. */
        record UnacceptedType(MediaType type) implements Result {}
    }

    private final Uploads uploads;
    private final FinishUpload finishUpload;
    private final InstantSource clock;

    public DescribeUpload(Uploads uploads, FinishUpload finishUpload, InstantSource clock) {
        this.uploads = uploads;
        this.finishUpload = finishUpload;
        this.clock = clock;
    }

    public Result describe(Actor.SignedIn actor, FileId id) {
        Optional<Upload> found = uploads.find(id).filter(upload -> upload.isOf(actor.id(), clock.instant()));
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        Upload upload = found.get();
        if (!upload.isComplete()) {
            return new Result.Found(upload, false);
        }
        return switch (finishUpload.finish(actor, upload)) {
            case FinishUpload.Result.Finished _ -> new Result.Found(upload, true);
            case FinishUpload.Result.Ended _ -> new Result.NotFound();
            case FinishUpload.Result.UnacceptedType(MediaType type) -> new Result.UnacceptedType(type);
        };
    }
}
