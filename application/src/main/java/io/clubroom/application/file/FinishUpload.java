package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import java.util.Optional;

/** Makes the file of an upload that has all its bytes. */
public final class FinishUpload {
    public sealed interface Result {
        /** The file was made, by this call or another one. */
        record Finished() implements Result {}

        /** Files of this type are not accepted; the upload was removed. */
        record UnacceptedType(MediaType type) implements Result {}

        /** The upload was removed. */
        record Ended() implements Result {}
    }

    private final Transactions transactions;
    private final Uploads uploads;
    private final ContentStore store;
    private final KeepContent keepContent;

    public FinishUpload(Transactions transactions, Uploads uploads, ContentStore store, KeepContent keepContent) {
        this.transactions = transactions;
        this.uploads = uploads;
        this.store = store;
        this.keepContent = keepContent;
    }

    public Result finish(Actor.SignedIn actor, Upload upload) {
        if (upload.finished()) {
            return new Result.Finished();
        }
        try (NewContent content = store.create()) {
            for (Uploads.Part part : uploads.parts(upload.id())) {
                Optional<ContentStore.Content> bytes = store.open(part.content());
                if (bytes.isEmpty()) {
                    break;
                }
                content.append(bytes.get());
            }
            if (content.size() != upload.length()) {
                // Finished or removed by another call in the meantime.
                return uploads.find(upload.id()).filter(Upload::finished).isPresent()
                        ? new Result.Finished()
                        : new Result.Ended();
            }
            return switch (keepContent.asFile(actor, upload.name(), upload, content)) {
                case KeepContent.Result.Kept _ -> new Result.Finished();
                case KeepContent.Result.UnacceptedType(MediaType type) -> {
                    transactions.call(actor, () -> uploads.remove(upload.id()));
                    yield new Result.UnacceptedType(type);
                }
                case KeepContent.Result.UploadEnded _ -> new Result.Ended();
                case KeepContent.Result.QuotaExceeded _ ->
                    throw new IllegalStateException("the upload has room in the quota");
            };
        }
    }
}
