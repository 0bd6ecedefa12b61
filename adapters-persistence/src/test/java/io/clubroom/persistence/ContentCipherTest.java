package io.clubroom.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContentCipherTest {
    private static final UUID ROW = UUID.randomUUID();
    private static final byte[] CONTENT = "a secret".getBytes(UTF_8);

    private final byte[] key = key(1);
    private final ContentCipher cipher = new ContentCipher(new EncryptionKeys(key, Optional.empty()));

    private static byte[] key(int number) {
        byte[] key = new byte[EncryptionKeys.BYTES];
        Arrays.fill(key, (byte) number);
        return key;
    }

    @Test
    void opens_what_it_sealed() throws Exception {
        byte[] sealed = cipher.seal(ROW, CONTENT);

        assertThat(cipher.open(ROW, sealed)).isEqualTo(CONTENT);
        assertThat(new String(sealed, UTF_8)).doesNotContain("secret");
        assertThat(sealed).startsWith(cipher.currentPrefix());
        assertThat(cipher.open(ROW, cipher.seal(ROW, new byte[0]))).isEmpty();
    }

    @Test
    void seals_the_same_content_differently_each_time() {
        assertThat(cipher.seal(ROW, CONTENT)).isNotEqualTo(cipher.seal(ROW, CONTENT));
    }

    @Test
    void refuses_the_content_of_another_row() {
        byte[] sealed = cipher.seal(ROW, CONTENT);

        assertThatThrownBy(() -> cipher.open(UUID.randomUUID(), sealed)).isInstanceOf(ContentCipher.Unreadable.class);
    }

    @Test
    void refuses_content_with_any_byte_changed_or_missing() {
        byte[] sealed = cipher.seal(ROW, CONTENT);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            byte[] shortened = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> cipher.open(ROW, changed)).isInstanceOf(ContentCipher.Unreadable.class);
            assertThatThrownBy(() -> cipher.open(ROW, shortened)).isInstanceOf(ContentCipher.Unreadable.class);
        }
    }

    @Test
    void opens_what_was_sealed_with_the_previous_key_and_seals_with_the_current_one() throws Exception {
        byte[] old = cipher.seal(ROW, CONTENT);
        ContentCipher changed = new ContentCipher(new EncryptionKeys(key(2), Optional.of(key)));

        assertThat(changed.open(ROW, old)).isEqualTo(CONTENT);
        assertThat(changed.knows(old)).isTrue();
        byte[] renewed = changed.seal(ROW, CONTENT);
        assertThat(cipher.knows(renewed)).isFalse();
        assertThatThrownBy(() -> cipher.open(ROW, renewed))
                .isInstanceOf(ContentCipher.Unreadable.class)
                .hasMessage("encrypted with a key that this node does not have");
    }

    @Test
    void keys_have_32_bytes_and_do_not_show_them() {
        assertThatThrownBy(() -> new EncryptionKeys(new byte[31], Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EncryptionKeys(key, Optional.of(new byte[33])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new EncryptionKeys(key, Optional.of(key(2)))).hasToString("EncryptionKeys[hidden]");
    }
}
