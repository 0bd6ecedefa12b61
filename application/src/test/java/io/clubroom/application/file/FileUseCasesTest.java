package io.clubroom.application.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.file.AcceptedTypes;
import io.clubroom.domain.file.Checksum;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StorageFull;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.memory.file.InMemoryContentStore;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.file.MarkedContent;
import io.clubroom.testkit.user.UserFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileUseCasesTest {
    private static final int MAX = 1_000;
    private static final int QUOTA = 2_500;
    private static final FilePolicy POLICY = new FilePolicy(
            MAX, QUOTA, new AcceptedTypes(List.of(new MediaType("image/*"), new MediaType("text/plain"))), false);
    private static final FileName NAME = FileName.of("notes.txt");

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final User mary = club.join(UserFixture.user());
    private final User admin = club.join(UserFixture.admin());
    private final Actor.SignedIn actor = as(john);

    private final InMemoryContents contents = club.contents;
    private final InMemoryUploads uploads = club.uploads;
    private final InMemoryFiles files = club.files;
    private final InMemoryContentStore store = new InMemoryContentStore(10_000);

    private final KeepContent keepContent = new KeepContent(
            club.useCaseTransactions,
            club.users,
            files,
            uploads,
            contents,
            new MarkedContent(),
            POLICY,
            club.clock,
            UUID::randomUUID);
    private final ReceiveFile receiveFile = new ReceiveFile(files, store, POLICY, keepContent, club.clock);
    private final BeginUpload beginUpload =
            new BeginUpload(club.useCaseTransactions, club.users, files, uploads, POLICY, club.clock, UUID::randomUUID);
    private final FinishUpload finishUpload = new FinishUpload(club.useCaseTransactions, uploads, store, keepContent);
    private final ReceivePart receivePart = new ReceivePart(
            club.useCaseTransactions, uploads, contents, store, finishUpload, club.clock, UUID::randomUUID);
    private final DescribeUpload describeUpload = new DescribeUpload(uploads, finishUpload, club.clock);
    private final RemoveUpload removeUpload = new RemoveUpload(club.useCaseTransactions, uploads, club.clock);
    private final FindFile findFile = new FindFile(files, club.messages, club.rooms, club.reports);
    private final OpenFile openFile = new OpenFile(findFile, store);
    private final RemoveFile removeFile = new RemoveFile(club.useCaseTransactions, findFile, files);
    private final ListFiles listFiles = new ListFiles(files, club.clock);

    private static Actor.SignedIn as(User user) {
        return Actor.SignedIn.of(user);
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    private static InputStream body(int size) {
        return body("x".repeat(size));
    }

    /** A body whose connection is cut after this text. */
    private static InputStream cutAfter(String text) {
        return new SequenceInputStream(body(text), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cut");
            }
        });
    }

    /** A body that must not be read further than these bytes. */
    private static InputStream readNoFurtherThan(int size) {
        return new SequenceInputStream(body(size), new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("more was read");
            }
        });
    }

    /** A body that does something after these bytes, and then ends. */
    private static InputStream after(int size, Runnable work) {
        return new SequenceInputStream(body(size), new InputStream() {
            @Override
            public int read() {
                work.run();
                return -1;
            }
        });
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private StoredFile receive(InputStream body) {
        return ((ReceiveFile.Result.Received) receiveFile.receive(actor, NAME, body)).file();
    }

    private Upload begin(int length) {
        return ((BeginUpload.Result.Begun) beginUpload.begin(actor, NAME, "filename YQ==", length)).upload();
    }

    private ReceivePart.Result send(Upload upload, long offset, InputStream body) {
        return receivePart.receive(actor, upload.id(), offset, null, body);
    }

    /** An upload that began somehow. */
    private Upload begun(long length, long received, int parts) {
        Upload upload = new Upload(
                new FileId(UUID.randomUUID()),
                john.id(),
                NAME,
                "",
                length,
                received,
                parts,
                false,
                club.clock.instant(),
                club.clock.instant().plus(Upload.LIFETIME));
        uploads.add(upload);
        return upload;
    }

    private String read(StoredFile file) {
        ContentStore.Content content = store.open(file.content()).orElseThrow();
        try (InputStream bytes = content.read(0, content.size())) {
            return new String(bytes.readAllBytes(), US_ASCII);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private StoredFile fileOf(Upload upload) {
        return files.find(upload.id()).orElseThrow();
    }

    /** The contents in the store. */
    private long stored() {
        return IntStream.range(0, ContentId.SHARDS)
                .mapToLong(shard -> store.list(shard).size())
                .sum();
    }

    private void attach(StoredFile file) {
        Room room = RoomsContract.newRoom();
        club.rooms.add(room);
        assertThat(club.messages.append(List.of(new Draft(
                        new MessageId(UUID.randomUUID()),
                        room.id(),
                        john.id(),
                        john.tokenVersion(),
                        new MessageText("text"),
                        List.of(file.id()),
                        null,
                        null,
                        club.clock.instant()))))
                .hasOnlyElementsOfType(Messages.Outcome.Stored.class);
    }

    @Test
    void stores_a_file_as_what_its_bytes_say() {
        StoredFile file = receive(body("image of a cat"));

        assertThat(file.owner()).isEqualTo(john.id());
        assertThat(file.name()).isEqualTo(NAME);
        assertThat(file.type()).isEqualTo(new MediaType("image/png"));
        assertThat(file.dimensions()).isEqualTo(new Dimensions(640, 480));
        assertThat(file.size()).isEqualTo(14);
        assertThat(file.sha256()).isEqualTo(Sha256.of(sha256("image of a cat")));
        assertThat(file.createdAt()).isEqualTo(club.clock.instant());
        assertThat(files.find(file.id())).contains(file);
        assertThat(read(file)).isEqualTo("image of a cat");
    }

    @Test
    void removes_location_data_before_the_checksum_is_computed() {
        StoredFile file = receive(body("image with GPS"));

        assertThat(read(file)).isEqualTo("image with ---");
        assertThat(file.sha256()).isEqualTo(Sha256.of(sha256("image with ---")));
    }

    @Test
    void location_data_stays_if_metadata_is_kept() {
        FilePolicy keeping = new FilePolicy(MAX, QUOTA, POLICY.types(), true);
        KeepContent keep = new KeepContent(
                club.useCaseTransactions,
                club.users,
                files,
                uploads,
                contents,
                new MarkedContent(),
                keeping,
                club.clock,
                UUID::randomUUID);

        new ReceiveFile(files, store, keeping, keep, club.clock).receive(actor, NAME, body("image with GPS"));

        assertThat(read(files.list(john.id(), null, 1).getFirst())).isEqualTo("image with GPS");
    }

    @Test
    void refuses_types_that_are_not_accepted_and_stores_nothing() {
        assertThat(receiveFile.receive(actor, NAME, body("page of HTML")))
                .isEqualTo(new ReceiveFile.Result.UnacceptedType(new MediaType("text/html")));
        assertThat(stored()).isZero();
    }

    @Test
    void refuses_a_file_that_is_too_large() {
        receive(body(MAX));

        assertThat(receiveFile.receive(actor, NAME, body(MAX + 1))).isInstanceOf(ReceiveFile.Result.TooLarge.class);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void a_users_files_do_not_exceed_the_quota() {
        receive(body(MAX));
        receive(body(MAX));

        assertThat(receiveFile.receive(actor, NAME, body(QUOTA - 2 * MAX + 1)))
                .isInstanceOf(ReceiveFile.Result.QuotaExceeded.class);
        receive(body(QUOTA - 2 * MAX));
        assertThat(receiveFile.receive(as(mary), NAME, body(MAX))).isInstanceOf(ReceiveFile.Result.Received.class);
    }

    @Test
    void what_is_too_large_is_read_no_further() {
        assertThat(receiveFile.receive(actor, NAME, readNoFurtherThan(MAX + 1)))
                .isInstanceOf(ReceiveFile.Result.TooLarge.class);
        receive(body(MAX));
        receive(body(MAX));
        assertThat(receiveFile.receive(actor, NAME, readNoFurtherThan(QUOTA - 2 * MAX + 1)))
                .isInstanceOf(ReceiveFile.Result.QuotaExceeded.class);
    }

    @Test
    void the_quota_is_looked_up_again_while_a_long_file_is_received() {
        int portion = 5_000_000;
        FilePolicy policy = new FilePolicy(4L * portion, 4L * portion, POLICY.types(), false);
        ReceiveFile receiveLong =
                new ReceiveFile(files, new InMemoryContentStore(4L * portion), policy, keepContent, club.clock);
        InputStream begin = after(portion, () -> begun(3L * portion, 0, 0));

        assertThat(receiveLong.receive(actor, NAME, new SequenceInputStream(begin, readNoFurtherThan(portion))))
                .isInstanceOf(ReceiveFile.Result.QuotaExceeded.class);
    }

    @Test
    void the_declared_length_of_unfinished_uploads_counts_in_the_quota() {
        begin(MAX);
        Upload second = begin(MAX);

        assertThat(beginUpload.begin(actor, NAME, "", MAX)).isInstanceOf(BeginUpload.Result.QuotaExceeded.class);
        assertThat(receiveFile.receive(actor, NAME, body(MAX))).isInstanceOf(ReceiveFile.Result.QuotaExceeded.class);

        removeUpload.remove(actor, second.id());
        receive(body(MAX));
    }

    @Test
    void the_quota_is_decided_when_the_file_is_stored() {
        club.useCaseTransactions.beforeNext(() -> begun(QUOTA, 0, 0));

        assertThat(receiveFile.receive(actor, NAME, body(10))).isInstanceOf(ReceiveFile.Result.QuotaExceeded.class);
        assertThat(files.count(john.id())).isZero();
        assertThat(contents.removed(club.clock.instant().minusSeconds(1), 10)).hasSize(1);
    }

    @Test
    void stores_nothing_of_a_body_that_is_cut() {
        assertThatThrownBy(() -> receive(cutAfter("begin"))).isInstanceOf(UncheckedIOException.class);
        assertThat(stored()).isZero();
        assertThat(files.count(john.id())).isZero();
    }

    @Test
    void stores_no_file_of_a_user_who_was_signed_out_meanwhile() {
        club.useCaseTransactions.beforeNext(
                () -> club.users.update(john.changed(UserChange.NOTHING.withActive(false), club.clock.instant())));

        assertThatThrownBy(() -> receive(body("text"))).isInstanceOf(ActorEnded.class);
        assertThat(files.count(john.id())).isZero();
    }

    @Test
    void a_full_store_keeps_what_it_has() {
        StoredFile file = receive(body("text"));
        for (int i = 0; i < 2; i++) {
            receive(body(MAX));
        }
        InMemoryContentStore full = new InMemoryContentStore(100);
        ReceiveFile intoFull = new ReceiveFile(files, full, POLICY, keepContent, club.clock);

        assertThatThrownBy(() -> intoFull.receive(actor, NAME, body(101))).isInstanceOf(StorageFull.class);
        assertThat(read(file)).isEqualTo("text");
    }

    @Test
    void an_upload_in_parts_becomes_the_file_of_its_id() {
        Upload upload = begin(14);

        assertThat(send(upload, 0, body("image ")))
                .isInstanceOfSatisfying(
                        ReceivePart.Result.Received.class,
                        received -> assertThat(received.upload().received()).isEqualTo(6));
        assertThat(send(upload, 6, body("of a cat"))).isInstanceOf(ReceivePart.Result.Finished.class);

        StoredFile file = fileOf(upload);
        assertThat(read(file)).isEqualTo("image of a cat");
        assertThat(file.type()).isEqualTo(new MediaType("image/png"));
        assertThat(file.owner()).isEqualTo(john.id());
        assertThat(files.usage(john.id(), club.clock.instant())).isEqualTo(14);
        assertThat(contents.removed(club.clock.instant().minusSeconds(1), 10)).hasSize(2);
        assertThat(describeUpload.describe(actor, upload.id()))
                .isInstanceOfSatisfying(
                        DescribeUpload.Result.Found.class,
                        found -> assertThat(found.isFinished()).isTrue());
    }

    @Test
    void of_two_calls_that_finish_an_upload_one_makes_the_file() {
        Upload upload = begin(4);
        // Of the part, and of the file.
        club.useCaseTransactions.beforeNext(() -> {});
        club.useCaseTransactions.beforeNext(() -> describeUpload.describe(actor, upload.id()));

        assertThat(send(upload, 0, body("text"))).isInstanceOf(ReceivePart.Result.Finished.class);

        assertThat(files.count(john.id())).isEqualTo(1);
        assertThat(read(fileOf(upload))).isEqualTo("text");
        assertThat(contents.removed(club.clock.instant().minusSeconds(1), 10)).hasSize(2);
    }

    @Test
    void an_empty_upload_is_complete_with_an_empty_body() {
        Upload upload = begin(0);

        assertThat(send(upload, 0, body(""))).isInstanceOf(ReceivePart.Result.Finished.class);
        assertThat(fileOf(upload).size()).isZero();
    }

    @Test
    void what_was_received_of_a_body_that_is_cut_is_kept() {
        Upload upload = begin(10);

        assertThatThrownBy(() -> send(upload, 0, cutAfter("begin"))).isInstanceOf(UncheckedIOException.class);

        assertThat(describeUpload.describe(actor, upload.id()))
                .isInstanceOfSatisfying(
                        DescribeUpload.Result.Found.class,
                        found -> assertThat(found.upload().received()).isEqualTo(5));
        assertThat(send(upload, 5, body("end  "))).isInstanceOf(ReceivePart.Result.Finished.class);
        assertThat(read(fileOf(upload))).isEqualTo("beginend  ");
    }

    @Test
    void a_long_body_is_stored_in_portions_so_that_a_crash_loses_little() {
        int portion = 8_388_608;
        ReceivePart receiveLong = new ReceivePart(
                club.useCaseTransactions,
                uploads,
                contents,
                new InMemoryContentStore(4L * portion),
                finishUpload,
                club.clock,
                UUID::randomUUID);
        Upload upload = begun(3L * portion, 0, 0);

        InputStream crashes = readNoFurtherThan(portion + 10);
        assertThatThrownBy(() -> receiveLong.receive(actor, upload.id(), 0, null, crashes))
                .isInstanceOf(AssertionError.class);

        assertThat(uploads.find(upload.id()).orElseThrow().received()).isEqualTo(portion);
    }

    @Test
    void an_upload_of_too_many_parts_ends() {
        Upload last = begun(20_000, 9_999, 9_999);
        Upload tooMany = begun(20_000, 10_000, 10_000);

        assertThat(send(last, 9_999, body(1))).isInstanceOf(ReceivePart.Result.Received.class);
        assertThat(send(tooMany, 10_000, body(1))).isInstanceOf(ReceivePart.Result.TooManyParts.class);
        assertThat(uploads.find(tooMany.id())).isEmpty();
    }

    @Test
    void a_body_with_a_checksum_is_stored_as_a_whole_or_not_at_all() {
        Upload upload = begin(10);
        Checksum right = new Checksum(Checksum.Algorithm.SHA256, sha256("begin"));

        assertThatThrownBy(() -> receivePart.receive(actor, upload.id(), 0, right, cutAfter("begi")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(receivePart.receive(actor, upload.id(), 0, right, body("begun")))
                .isInstanceOf(ReceivePart.Result.ChecksumMismatch.class);
        assertThat(uploads.find(upload.id()).orElseThrow().received()).isZero();
        assertThat(stored()).isZero();

        assertThat(receivePart.receive(actor, upload.id(), 0, right, body("begin")))
                .isInstanceOf(ReceivePart.Result.Received.class);
    }

    @Test
    void a_part_begins_where_the_upload_ends() {
        Upload upload = begin(10);
        send(upload, 0, body("begin"));

        assertThat(send(upload, 0, body("begin"))).isInstanceOf(ReceivePart.Result.OffsetMismatch.class);
        assertThat(send(upload, 6, body("end"))).isInstanceOf(ReceivePart.Result.OffsetMismatch.class);
        assertThat(uploads.find(upload.id()).orElseThrow().received()).isEqualTo(5);
    }

    @Test
    void of_two_parts_at_the_same_place_one_is_kept() {
        Upload upload = begin(10);
        club.useCaseTransactions.beforeNext(() -> {
            ContentId other = new ContentId(UUID.randomUUID());
            contents.begin(other, club.clock.instant());
            assertThat(uploads.append(upload.id(), new Uploads.Part(other, 0, 3), upload.expiresAt()))
                    .isTrue();
        });

        assertThat(send(upload, 0, body("begin"))).isInstanceOf(ReceivePart.Result.OffsetMismatch.class);
        assertThat(uploads.find(upload.id()).orElseThrow().received()).isEqualTo(3);
    }

    @Test
    void more_bytes_than_declared_end_the_upload() {
        Upload upload = begin(10);

        assertThat(send(upload, 0, body(11))).isInstanceOf(ReceivePart.Result.TooLarge.class);
        assertThat(uploads.find(upload.id())).isEmpty();
    }

    @Test
    void a_type_that_is_not_accepted_ends_the_upload() {
        Upload upload = begin(12);

        assertThat(send(upload, 0, body("page of HTML"))).isInstanceOf(ReceivePart.Result.UnacceptedType.class);
        assertThat(uploads.find(upload.id())).isEmpty();
        assertThat(files.find(upload.id())).isEmpty();
    }

    @Test
    void an_interrupted_end_is_made_up_for_by_whoever_asks() {
        Upload upload = begin(5);
        ContentId part = new ContentId(UUID.randomUUID());
        try (var content = store.create()) {
            content.write(ByteBuffer.wrap("begin".getBytes(US_ASCII)));
            contents.begin(part, club.clock.instant());
            content.store(part);
        }
        uploads.append(upload.id(), new Uploads.Part(part, 0, 5), upload.expiresAt());

        assertThat(describeUpload.describe(actor, upload.id()))
                .isInstanceOfSatisfying(
                        DescribeUpload.Result.Found.class,
                        found -> assertThat(found.isFinished()).isTrue());
        assertThat(read(fileOf(upload))).isEqualTo("begin");
    }

    @Test
    void only_its_user_sees_an_upload_until_it_expires() {
        Upload upload = begin(10);

        for (User other : List.of(mary, admin)) {
            assertThat(describeUpload.describe(as(other), upload.id()))
                    .isInstanceOf(DescribeUpload.Result.NotFound.class);
            assertThat(receivePart.receive(as(other), upload.id(), 0, null, body(1)))
                    .isInstanceOf(ReceivePart.Result.NotFound.class);
            assertThat(removeUpload.remove(as(other), upload.id())).isInstanceOf(RemoveUpload.Result.NotFound.class);
        }

        club.clock.advance(Duration.ofHours(23));
        send(upload, 0, body(1));
        club.clock.advance(Duration.ofHours(23));
        assertThat(send(upload, 1, body(1))).isInstanceOf(ReceivePart.Result.Received.class);
        club.clock.advance(Duration.ofHours(24));
        assertThat(send(upload, 2, body(1))).isInstanceOf(ReceivePart.Result.NotFound.class);
    }

    @Test
    void an_upload_that_is_removed_leaves_its_file() {
        Upload upload = begin(4);
        send(upload, 0, body("text"));

        assertThat(removeUpload.remove(actor, upload.id())).isInstanceOf(RemoveUpload.Result.Removed.class);
        assertThat(removeUpload.remove(actor, upload.id())).isInstanceOf(RemoveUpload.Result.NotFound.class);
        assertThat(read(fileOf(upload))).isEqualTo("text");
    }

    @Test
    void a_file_is_read_by_its_owner_and_administrators_and_by_all_when_it_is_attached_to_a_message() {
        StoredFile file = receive(body("text"));

        assertThat(openFile.open(actor, file.id())).isInstanceOf(OpenFile.Result.Opened.class);
        assertThat(openFile.open(as(admin), file.id())).isInstanceOf(OpenFile.Result.Opened.class);
        assertThat(openFile.open(as(mary), file.id())).isInstanceOf(OpenFile.Result.NotFound.class);

        attach(file);

        assertThat(openFile.open(as(mary), file.id())).isInstanceOf(OpenFile.Result.Opened.class);
    }

    @Test
    void a_file_is_removed_by_its_owner_and_administrators_unless_it_is_attached_to_a_message() {
        StoredFile attached = receive(body("text"));
        attach(attached);
        StoredFile own = receive(body("text"));
        StoredFile second = receive(body("text"));

        assertThat(removeFile.remove(as(mary), own.id())).isInstanceOf(RemoveFile.Result.NotFound.class);
        assertThat(removeFile.remove(as(mary), attached.id())).isInstanceOf(RemoveFile.Result.NotAllowed.class);
        assertThat(removeFile.remove(actor, attached.id())).isInstanceOf(RemoveFile.Result.InUse.class);
        assertThat(removeFile.remove(actor, own.id())).isInstanceOf(RemoveFile.Result.Removed.class);
        assertThat(removeFile.remove(as(admin), second.id())).isInstanceOf(RemoveFile.Result.Removed.class);
        assertThat(removeFile.remove(actor, own.id())).isInstanceOf(RemoveFile.Result.NotFound.class);
        assertThat(contents.removed(club.clock.instant().minusSeconds(1), 10))
                .containsExactly(own.content(), second.content());
    }

    @Test
    void lists_ones_own_files_with_their_usage() {
        StoredFile first = receive(body("text"));
        club.clock.advance(Duration.ofSeconds(1));
        StoredFile second = receive(body("text"));
        begin(100);

        ListFiles.Page page = listFiles.list(actor, null, 1);
        assertThat(page.files()).containsExactly(second);
        assertThat(page.more()).isTrue();
        assertThat(page.usage()).isEqualTo(108);
        ListFiles.Page next = listFiles.list(actor, new Files.Position(second.createdAt(), second.id()), 1);
        assertThat(next.files()).containsExactly(first);
        assertThat(next.more()).isFalse();
        assertThat(listFiles.list(as(mary), null, 1).files()).isEmpty();
    }
}
