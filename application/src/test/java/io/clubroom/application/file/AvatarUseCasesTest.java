package io.clubroom.application.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.Pictures;
import io.clubroom.domain.user.User;
import io.clubroom.memory.file.InMemoryAvatars;
import io.clubroom.memory.file.InMemoryContentStore;
import io.clubroom.pictures.ImageIoPictures;
import io.clubroom.pictures.TikaContentInspector;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.user.UserFixture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AvatarUseCasesTest {
    private static final ImageIoPictures PICTURES = ImageIoPictures.forThisMachine();

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final Actor.SignedIn actor = Actor.SignedIn.of(john);
    private final RelayRecorder here = RelayRecorder.on(club.relay);
    private final RelayRecorder otherNode = RelayRecorder.on(club.otherNode());
    private final InMemoryContentStore store = new InMemoryContentStore(20_000_000);
    private final InMemoryAvatars avatars = new InMemoryAvatars(club.transactions, club.users, club.contents);
    private final SetAvatar setAvatar = new SetAvatar(
            club.useCaseTransactions,
            club.users,
            avatars,
            club.contents,
            store,
            new TikaContentInspector(),
            PICTURES,
            club.relay,
            club.clock,
            UUID::randomUUID);
    private final RemoveAvatar removeAvatar =
            new RemoveAvatar(club.useCaseTransactions, club.users, avatars, club.relay, club.clock);
    private final OpenAvatar openAvatar = new OpenAvatar(avatars, store);

    @AfterAll
    static void close() {
        PICTURES.close();
    }

    private static InputStream picture() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Test
    void a_new_picture_is_a_new_version_and_is_shown_in_the_chat() throws IOException {
        SetAvatar.Result result = setAvatar.set(actor, john.id(), picture());

        User stored = club.stored(john);
        assertThat(result).isEqualTo(new SetAvatar.Result.Set(stored));
        assertThat(stored.avatar()).isNotNull();
        assertThat(stored.version()).isEqualTo(john.version() + 1);
        assertThat(here.changedAuthors).containsExactly(john.id());
        assertThat(otherNode.changedAuthors).containsExactly(john.id());
        for (int size : SetAvatar.SIZES) {
            assertThat(openAvatar.open(actor, john.id(), size)).isInstanceOf(OpenAvatar.Result.Opened.class);
        }
    }

    @Test
    void a_removed_picture_is_a_new_version_and_is_not_shown_any_more() throws IOException {
        setAvatar.set(actor, john.id(), picture());
        removeAvatar.remove(actor, john.id());
        removeAvatar.remove(actor, john.id());

        assertThat(club.stored(john).avatar()).isNull();
        assertThat(club.stored(john).version()).isEqualTo(john.version() + 2);
        assertThat(here.changedAuthors).containsExactly(john.id(), john.id());
        assertThat(openAvatar.open(actor, john.id(), 64)).isEqualTo(new OpenAvatar.Result.NotFound());
    }

    @Test
    void only_the_user_and_administrators_change_the_picture() throws IOException {
        Actor.SignedIn other = Actor.SignedIn.of(club.join(UserFixture.user()));
        Actor.SignedIn admin = Actor.SignedIn.of(club.join(UserFixture.admin()));

        assertThat(setAvatar.set(other, john.id(), picture())).isEqualTo(new SetAvatar.Result.NotAllowed());
        assertThat(removeAvatar.remove(other, john.id())).isEqualTo(new RemoveAvatar.Result.NotAllowed());
        assertThat(setAvatar.set(admin, john.id(), picture())).isInstanceOf(SetAvatar.Result.Set.class);
        assertThat(removeAvatar.remove(admin, john.id())).isEqualTo(new RemoveAvatar.Result.Removed());
    }

    @Test
    void what_is_no_picture_changes_nothing() {
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
        byte[] damaged = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(setAvatar.set(actor, john.id(), new ByteArrayInputStream(text)))
                .isInstanceOf(SetAvatar.Result.NoPicture.class);
        assertThatThrownBy(() -> setAvatar.set(actor, john.id(), new ByteArrayInputStream(damaged)))
                .isInstanceOf(Pictures.InvalidImage.class);
        assertThat(club.stored(john)).isEqualTo(john);
    }

    @Test
    void a_picture_has_at_most_ten_mebibytes() {
        byte[] large = new byte[(int) SetAvatar.MAX_BYTES + 1];

        assertThat(setAvatar.set(actor, john.id(), new ByteArrayInputStream(large)))
                .isEqualTo(new SetAvatar.Result.TooLarge());
    }
}
