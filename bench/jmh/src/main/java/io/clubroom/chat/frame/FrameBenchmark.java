package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.testkit.user.UserFixture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of reading a client frame, and of writing a server frame once for a room. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FrameBenchmark {
    private static final String TEXT = "an ordinary thing to say, of about as many bytes as people type";

    private final String said = "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"" + TEXT
            + "\",\"client_message_id\":\"0b2f\"}";
    private final ServerFrame frame = new ServerFrame.Posted(
            new Message(
                    new MessageId(UUID.randomUUID()),
                    RoomId.of("general"),
                    4_711,
                    Participant.of(UserFixture.user().build()),
                    MessageText.of(TEXT),
                    ClientMessageId.of("0b2f"),
                    Instant.parse("2026-01-01T00:00:00.123456Z")),
            false);

    @Benchmark
    public ClientFrame read() throws RefusedFrame {
        return FrameReader.read(said, Protocol.FIRST);
    }

    @Benchmark
    public int write() {
        ByteBuf wire = FrameWriter.write(ByteBufAllocator.DEFAULT, frame);
        int length = wire.readableBytes();
        wire.release();
        return length;
    }
}
