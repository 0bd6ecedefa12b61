package io.clubroom.pictures;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Overwrites what tells a place in EXIF and XMP of a JPEG. XMP that is too long for one segment goes on in others (XMP part 3, §1.1.3.1). */
final class JpegLocation {
    static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
    static final String EXTENSION = "http://ns.adobe.com/xmp/extension/\0";

    private static final int DIGEST = 32;
    private static final int NUMBER = 4;

    /** A JPEG with more is damaged; then each is read for itself. */
    private static final int MAX_PORTIONS = 4096;

    private final Bytes bytes;
    private final Effort effort;
    private final List<Parts> packets = new ArrayList<>();

    /** The portions of extensions by the digest of all their bytes, which is their name. */
    private final Map<String, List<Portion>> extensions = new TreeMap<>();

    /** The new digests of extensions that were changed, by the old ones. */
    private final Map<String, byte[]> renewed = new HashMap<>();

    private int portions;
    private boolean removed;

    /** @param offset in the extension */
    private record Portion(long digest, long offset, Range data) {}

    private JpegLocation(Bytes bytes, Effort effort) {
        this.bytes = bytes;
        this.effort = effort;
    }

    /** Also in the pictures that follow the first one, as in a multi-picture file. Returns whether there was any. */
    static boolean remove(Bytes bytes, Effort effort) {
        boolean removed = false;
        long place = 0;
        while (bytes.big(place, 2) == 0xFFD8) {
            var picture = new JpegLocation(bytes, effort);
            place = JpegSegments.visit(bytes, place, picture::visit, true);
            picture.extensions.forEach(picture::removeFromExtension);
            picture.rename();
            removed |= picture.removed;
        }
        return removed;
    }

    private boolean visit(int marker, long start, long data, long end) {
        if (marker != JpegSegments.APP1) {
            return true;
        }
        if (bytes.has(data, Exif.IDENTIFIER)) {
            removed |= effort.remove(new Parts(bytes, data, end), 0, Exif::removeLocation);
        } else if (bytes.has(data, XMP)) {
            Parts packet = new Parts(bytes, data + XMP.length(), end);
            removed |= effort.remove(packet, ' ', Xmp::removeLocation);
            if (packets.size() < MAX_PORTIONS) {
                packets.add(packet);
            }
        } else if (bytes.has(data, EXTENSION)) {
            extended(data + EXTENSION.length(), end);
        }
        return true;
    }

    private void extended(long digest, long end) {
        long offset = digest + DIGEST + NUMBER;
        Range data = new Range(offset + NUMBER, end);
        if (++portions > MAX_PORTIONS) {
            removed |= effort.remove(new Parts(bytes, List.of(data)), ' ', Xmp::removeLocation);
        } else {
            extensions
                    .computeIfAbsent(text(bytes, digest), _ -> new ArrayList<>())
                    .add(new Portion(digest, bytes.big(offset, NUMBER), data));
        }
    }

    private static String text(Bytes bytes, long digest) {
        return new String(bytes.copy(digest, DIGEST), StandardCharsets.ISO_8859_1);
    }

    private void removeFromExtension(String digest, List<Portion> extension) {
        Parts whole = new Parts(
                bytes,
                extension.stream()
                        .sorted(Comparator.comparingLong(Portion::offset))
                        .map(Portion::data)
                        .toList());
        if (effort.remove(whole, ' ', Xmp::removeLocation)) {
            removed = true;
            byte[] name = digestOf(whole);
            extension.forEach(portion -> bytes.put(portion.digest(), name));
            renewed.put(digest, name);
        }
    }

    private static byte[] digestOf(Bytes extension) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (long place = 0; place < extension.size(); place++) {
                digest.update((byte) extension.at(place));
            }
            return HexFormat.of().withUpperCase().formatHex(digest.digest()).getBytes(StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Renames extensions where packets name them. */
    private void rename() {
        if (!renewed.isEmpty()) {
            packets.forEach(packet -> effort.remove(packet, ' ', this::rename));
        }
    }

    private boolean rename(Bytes packet) {
        int digits = 0;
        for (long place = 0; place < packet.size(); place++) {
            digits = Character.digit(packet.at(place), 16) < 0 ? 0 : digits + 1;
            long start = place + 1 - DIGEST;
            byte[] name = digits < DIGEST ? null : renewed.get(text(packet, start));
            if (name != null) {
                packet.put(start, name);
            }
        }
        return true;
    }
}
