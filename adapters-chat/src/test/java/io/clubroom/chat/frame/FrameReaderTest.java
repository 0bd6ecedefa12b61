package io.clubroom.chat.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.testkit.fuzz.Damage;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    @Test
    void reads_what_clients_send() throws RefusedFrame {
        for (String frame : Frames.VALID) {
            assertThat(FrameReader.read(frame)).isNotNull();
        }
    }

    @Property
    void any_text_is_read_or_refused(@ForAll String text) {
        readOrRefuse(text);
    }

    @Property
    void a_damaged_frame_is_read_or_refused(@ForAll("valid") String valid, @ForAll long seed) {
        readOrRefuse(Damage.json(valid, new Random(seed)));
    }

    @Provide
    Arbitrary<String> valid() {
        return Arbitraries.of(Frames.VALID);
    }

    private static void readOrRefuse(String text) {
        try {
            assertThat(FrameReader.read(text)).isNotNull();
        } catch (RefusedFrame refused) {
            // The refusal must have a message, too.
            FrameWriter.write(UnpooledByteBufAllocator.DEFAULT, refused.answer())
                    .release();
            assertThat(refused.answer().message()).isNotBlank();
        }
    }
}
