package io.clubroom.pictures;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** A text compressed with zlib (RFC 1950), which is changed without changing the number of compressed bytes. */
final class CompressedText {
    private static final int MAX_TEXT = 4 * 1024 * 1024;
    private static final int BUFFER = 8192;

    /** To compress a byte takes as much as to read so many. */
    private static final int COMPRESSION = 8;

    private CompressedText() {}

    /**
     * Changes the text. What is left of its room is filled with zeros, which decoders do not read. A text that is too long to be read, or has
     * no room any more, is blanked.
     *
     * @param change of the text in place; returns whether it has changed any byte
     */
    static boolean change(Bytes compressed, Effort effort, Predicate<Bytes> change) {
        byte[] text = inflated(compressed, effort);
        if (text == null) {
            return false;
        }
        if (text.length < MAX_TEXT) {
            if (!change.test(effort.metered(new ArrayBytes(text)))) {
                return false;
            }
        } else {
            text = new byte[0];
        }
        effort.spend((long) COMPRESSION * text.length);
        byte[] deflated = deflated(text);
        if (deflated.length > compressed.size()) {
            Arrays.fill(text, (byte) ' ');
            deflated = deflated(text);
        }
        compressed.put(0, deflated);
        compressed.fill(deflated.length, compressed.size(), 0);
        return true;
    }

    /** At most {@link #MAX_TEXT} bytes; null if the text is damaged. */
    private static byte @Nullable [] inflated(Bytes compressed, Effort effort) {
        byte[] input = new byte[BUFFER];
        byte[] output = new byte[BUFFER];
        var text = new ByteArrayOutputStream();
        long place = 0;
        try (var inflater = new Inflater()) {
            while (!inflater.finished() && text.size() < MAX_TEXT) {
                if (inflater.needsInput()) {
                    byte[] next = compressed.copy(place, input.length);
                    if (next.length == 0) {
                        return null;
                    }
                    inflater.setInput(next);
                    place += next.length;
                }
                int length = inflater.inflate(output);
                effort.spend(length);
                if (length == 0 && inflater.needsDictionary()) {
                    return null;
                }
                text.write(output, 0, Math.min(length, MAX_TEXT - text.size()));
            }
            return text.toByteArray();
        } catch (DataFormatException damaged) {
            return null;
        }
    }

    private static byte[] deflated(byte[] text) {
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(text);
            deflater.finish();
            var bytes = new ByteArrayOutputStream();
            byte[] output = new byte[BUFFER];
            while (!deflater.finished()) {
                bytes.write(output, 0, deflater.deflate(output));
            }
            return bytes.toByteArray();
        }
    }
}
