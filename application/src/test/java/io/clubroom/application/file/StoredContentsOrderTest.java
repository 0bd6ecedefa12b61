package io.clubroom.application.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.AcceptedTypes;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Pictures.Picture;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.user.User;
import io.clubroom.memory.file.InMemoryAvatars;
import io.clubroom.memory.file.InMemoryContentStore;
import io.clubroom.memory.file.InMemoryThumbnails;
import io.clubroom.pictures.ImageIoPictures;
import io.clubroom.pictures.TikaContentInspector;
import io.clubroom.testkit.file.WatchedStore;
import io.clubroom.testkit.user.UserFixture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * In which order contents become known, are stored, and are referred to: whatever happens in between, nothing that was answered is lost,
 * and nothing stays that nobody knows.
 */
class StoredContentsOrderTest {
    private static final ImageIoPictures PICTURES = ImageIoPictures.forThisMachine();
    private static final FileName NAME = FileName.of("notes.txt");
    private static final FilePolicy POLICY = new FilePolicy(
            100_000, 0, new AcceptedTypes(List.of(new MediaType("image/*"), new MediaType("text/plain"))), false);

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final Actor.SignedIn actor = Actor.SignedIn.of(john);
    private final WatchedStore store = new WatchedStore(new InMemoryContentStore(1_000_000));
    private final TikaContentInspector inspector = new TikaContentInspector();
    private final InMemoryAvatars avatars = new InMemoryAvatars(club.transactions, club.users, club.contents);

    private final CollectContents collectContents = new CollectContents(club.contents, store, club.clock);
    private final SweepContents sweepContents = new SweepContents(club.contents, store, club.clock);
    private final KeepContent keepContent = new KeepContent(
            club.useCaseTransactions,
            club.users,
            club.files,
            club.uploads,
            club.contents,
            inspector,
            POLICY,
            club.clock,
            UUID::randomUUID);
    private final ReceiveFile receiveFile = new ReceiveFile(club.files, store, POLICY, keepContent, club.clock);
    private final BeginUpload beginUpload = new BeginUpload(
            club.useCaseTransactions, club.users, club.files, club.uploads, POLICY, club.clock, UUID::randomUUID);
    private final FinishUpload finishUpload =
            new FinishUpload(club.useCaseTransactions, club.uploads, store, keepContent);
    private final ReceivePart receivePart = new ReceivePart(
            club.useCaseTransactions, club.uploads, club.contents, store, finishUpload, club.clock, UUID::randomUUID);
    private final DescribeUpload describeUpload = new DescribeUpload(club.uploads, finishUpload, club.clock);
    private final FindFile findFile = new FindFile(club.files, club.messages, club.rooms, club.reports);
    private final OpenFile openFile = new OpenFile(findFile, store);
    private final MakeThumbnail makeThumbnail = new MakeThumbnail(
            findFile,
            new InMemoryThumbnails(club.transactions, club.files, club.contents),
            club.contents,
            store,
            PICTURES,
            club.useCaseTransactions,
            club.clock,
            UUID::randomUUID);
    private final SetAvatar setAvatar = new SetAvatar(
            club.useCaseTransactions,
            club.users,
            avatars,
            club.contents,
            store,
            inspector,
            PICTURES,
            club.relay,
            club.clock,
            UUID::randomUUID);
    private final OpenAvatar openAvatar = new OpenAvatar(avatars, store);

    @AfterAll
    static void close() {
        PICTURES.close();
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    private static InputStream picture() {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(100, 80, BufferedImage.TYPE_INT_RGB), "png", bytes);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private StoredFile receive(InputStream body) {
        return ((ReceiveFile.Result.Received) receiveFile.receive(actor, NAME, body)).file();
    }

    private Upload begin(int length) {
        return ((BeginUpload.Result.Begun) beginUpload.begin(actor, NAME, "", length)).upload();
    }

    private Picture thumbnail(StoredFile picture) {
        return ((MakeThumbnail.Result.Made) makeThumbnail.make(actor, picture.id(), 64)).thumbnail();
    }

    private String read(StoredFile file) throws IOException {
        var content = ((OpenFile.Result.Opened) openFile.open(actor, file.id())).content();
        try (InputStream bytes = content.read(0, content.size())) {
            return new String(bytes.readAllBytes(), US_ASCII);
        }
    }

    private SweepContents.Result sweep() {
        club.clock.advance(Duration.ofMillis(1));
        return sweepContents.sweep(club.clock.instant());
    }

    private Set<ContentId> inUse() {
        Set<ContentId> all = new HashSet<>();
        IntStream.range(0, ContentId.SHARDS).forEach(shard -> all.addAll(club.contents.inUse(shard)));
        return all;
    }

    @Test
    void sweeps_and_collections_at_every_moment_take_nothing_that_is_being_stored() throws IOException {
        store.whenStored(this::sweep, () -> {
            sweep();
            collectContents.collect();
        });

        StoredFile whole = receive(text("in one piece"));
        Upload upload = begin(8);
        receivePart.receive(actor, upload.id(), 0, null, text("in "));
        receivePart.receive(actor, upload.id(), 3, null, text("parts"));
        Picture made = thumbnail(receive(picture()));
        setAvatar.set(actor, john.id(), picture());
        collectContents.collect();

        assertThat(read(whole)).isEqualTo("in one piece");
        assertThat(read(club.files.find(upload.id()).orElseThrow())).isEqualTo("in parts");
        assertThat(made.bytes()).isNotEmpty();
        assertThat(openAvatar.open(actor, john.id(), 64)).isInstanceOf(OpenAvatar.Result.Opened.class);
        assertThat(inUse()).isEqualTo(store.all()).hasSize(4 + SetAvatar.SIZES.size());
        SweepContents.Result last = sweep();
        assertThat(last.unknown() + last.missing()).isZero();
    }

    @Test
    void nothing_refers_to_a_content_that_was_not_stored() {
        StoredFile picture = receive(picture());
        Upload upload = begin(8);
        receivePart.receive(actor, upload.id(), 0, null, text("in "));
        int before = inUse().size();
        store.whenStored(
                () -> {
                    throw new Unavailable(Unavailable.What.FILES, Duration.ofSeconds(1), "not stored", null);
                },
                () -> {});

        assertThatThrownBy(() -> receive(text("text"))).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> receivePart.receive(actor, upload.id(), 3, null, text("parts")))
                .isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> setAvatar.set(actor, john.id(), picture())).isInstanceOf(Unavailable.class);
        assertThat(thumbnail(picture).bytes()).isNotEmpty();

        assertThat(inUse()).hasSize(before);
        assertThat(club.files.count(john.id())).isEqualTo(1);
        assertThat(club.uploads.find(upload.id()).orElseThrow().received()).isEqualTo(3);
        assertThat(club.stored(john)).isEqualTo(john);
    }

    @Test
    void an_upload_whose_file_was_not_stored_is_finished_later() throws IOException {
        Upload upload = begin(4);
        store.whenStored(() -> {}, store::goAway);

        assertThatThrownBy(() -> receivePart.receive(actor, upload.id(), 0, null, text("text")))
                .isInstanceOf(Unavailable.class);
        assertThat(club.uploads.find(upload.id()).orElseThrow().isComplete()).isTrue();
        assertThat(club.files.find(upload.id())).isEmpty();
        store.whenStored(() -> {}, () -> {});
        store.comeBack();

        assertThat(describeUpload.describe(actor, upload.id()))
                .isInstanceOfSatisfying(
                        DescribeUpload.Result.Found.class,
                        found -> assertThat(found.isFinished()).isTrue());
        assertThat(read(club.files.find(upload.id()).orElseThrow())).isEqualTo("text");
    }
}
