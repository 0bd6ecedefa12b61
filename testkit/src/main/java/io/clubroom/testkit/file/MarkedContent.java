package io.clubroom.testkit.file;

import io.clubroom.domain.file.ContentInspector;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Inspects contents of tests, which say themselves what they are: {@code image …} is a picture, {@code page …} is HTML, everything else is
 * text. A picture has location data if it contains {@code GPS}.
 */
public final class MarkedContent implements ContentInspector {
    private static final int READ_BYTES = 1_000;

    @Override
    public Inspection inspect(SeekableByteChannel content) {
        String text = read(content);
        if (text.startsWith("image ")) {
            return new Inspection(new MediaType("image/png"), new Dimensions(640, 480));
        }
        return new Inspection(new MediaType(text.startsWith("page ") ? "text/html" : "text/plain"), null);
    }

    @Override
    public boolean removeLocation(SeekableByteChannel content, MediaType type) {
        int start = type.type().equals("image") ? read(content).indexOf("GPS") : -1;
        if (start < 0) {
            return false;
        }
        try {
            content.position(start);
            content.write(ByteBuffer.wrap("---".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return true;
    }

    private static String read(SeekableByteChannel content) {
        ByteBuffer start = ByteBuffer.allocate(READ_BYTES);
        try {
            content.position(0);
            while (start.hasRemaining() && content.read(start) >= 0) {
                // Until there is nothing more.
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return StandardCharsets.US_ASCII.decode(start.flip()).toString();
    }
}
