package io.clubroom.chat.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.testkit.fuzz.Damage;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    @Test
    void reads_what_clients_send() throws RefusedFrame {
        for (String frame : Frames.VALID) {
            assertThat(FrameReader.read(frame, Protocol.LATEST)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"edit", "delete", "react"})
    void protocol_1_has_no_type_that_it_did_not_always_have(String type) {
        assertThat(refused("{\"type\":\"" + type + "\"}", Protocol.FIRST).code())
                .isEqualTo(ErrorCode.UNKNOWN_TYPE);
        assertThat(refused("{\"type\":\"" + type + "\"}", Protocol.LATEST).code())
                .isEqualTo(ErrorCode.INVALID_FRAME);
    }

    @Test
    void fields_of_protocol_2_are_unknown_ones_in_protocol_1() throws RefusedFrame {
        String message = "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"x\",\"reply_to\":7}";
        String connect = "{\"type\":\"connect\",\"room_id\":\"general\",\"after_change\":-1}";

        assertThat(((ClientFrame.Publish) FrameReader.read(message, Protocol.FIRST)).replyTo())
                .isNull();
        assertThat(((ClientFrame.Connect) FrameReader.read(connect, Protocol.FIRST)).afterChange())
                .isNull();
        assertThat(refused(message, Protocol.LATEST).message()).startsWith("reply_to");
        assertThat(refused(connect, Protocol.LATEST).message()).startsWith("after_change");
    }

    @Test
    void a_connect_frame_that_asks_for_protocol_2_may_have_its_fields() throws RefusedFrame {
        String connect = "{\"type\":\"connect\",\"room_id\":\"general\",\"after_change\":5,\"protocol\":2}";

        assertThat(((ClientFrame.Connect) FrameReader.read(connect, Protocol.FIRST)).afterChange())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "9, 2", "4294967297, 2", "99999999999999999999, 2"})
    void the_highest_protocol_that_both_know_is_spoken(String asked, int spoken) throws RefusedFrame {
        assertThat(FrameReader.read(authorization(asked), Protocol.FIRST).protocol())
                .isEqualTo(spoken);
        assertThat(Protocol.agreed(asked)).isEqualTo(spoken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "2.0", "\"2\"", "null", "true", "[2]", "{}", "-99999999999999999999"})
    void what_is_no_version_is_refused_and_the_connection_stays(String asked) {
        ServerFrame.Failed answer = refused(authorization(asked), Protocol.FIRST);

        assertThat(answer.code()).isEqualTo(ErrorCode.INVALID_FRAME);
        assertThat(answer.message()).startsWith("protocol ");
        assertThatThrownBy(() -> FrameReader.read(authorization(asked), Protocol.FIRST))
                .isInstanceOfSatisfying(
                        RefusedFrame.class,
                        refused -> assertThat(refused.isForgiven()).isTrue());
        assertThat(Protocol.agreed(asked)).isNull();
    }

    private static String authorization(String protocol) {
        return "{\"type\":\"authorization\",\"token\":\"t\",\"protocol\":" + protocol + "}";
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
        '"type":"edit","content":"x"', message_id
        '"type":"edit","message_id":"1-1-1-1-1","content":"x"', message_id
        '"type":"edit","message_id":"0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10"', content
        '"type":"delete","message_id":7', message_id
        '"type":"react","message_id":"0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10"', emoji
        '"type":"react","message_id":"0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10","emoji":"x","remove":"yes"', remove
        """)
    void a_refusal_names_the_field_and_the_frame(String fields, String field) {
        ServerFrame.Failed answer =
                refused("{" + fields + ",\"room_id\":\"general\",\"client_message_id\":\"7\"}", Protocol.LATEST);

        assertThat(answer.code()).isEqualTo(ErrorCode.INVALID_FRAME);
        assertThat(answer.message()).startsWith(field + " ");
        assertThat(answer.room()).isEqualTo(new RoomId("general"));
        assertThat(answer.clientMessageId()).isEqualTo(new ClientMessageId("7"));
    }

    private static ServerFrame.Failed refused(String text, int protocol) {
        try {
            throw new AssertionError("read: " + FrameReader.read(text, protocol));
        } catch (RefusedFrame refused) {
            return refused.answer();
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
            assertThat(FrameReader.read(text, Protocol.LATEST)).isNotNull();
        } catch (RefusedFrame refused) {
            // The refusal must have a message, too.
            FrameWriter.write(UnpooledByteBufAllocator.DEFAULT, refused.answer())
                    .release();
            assertThat(refused.answer().message()).isNotBlank();
        }
    }
}
