package io.clubroom.pictures;

import java.util.Arrays;
import java.util.Random;

/** Mutates bytes: some get another value, some are cut off, some are doubled. */
final class DamagedBytes {
    private static final int MOST_WOUNDS = 6;

    private DamagedBytes() {}

    static byte[] of(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int i = random.nextInt(MOST_WOUNDS); i >= 0; i--) {
            int place = random.nextInt(bytes.length);
            switch (random.nextInt(8)) {
                case 0 -> bytes = Arrays.copyOf(bytes, place + 1);
                case 1 -> bytes[place] = (byte) 0xFF;
                case 2 -> bytes[place] = 0;
                case 3 ->
                    bytes = Samples.joined(
                            Arrays.copyOf(bytes, place), Arrays.copyOfRange(bytes, place / 2, bytes.length));
                default -> bytes[place] = (byte) random.nextInt();
            }
        }
        return bytes;
    }
}
