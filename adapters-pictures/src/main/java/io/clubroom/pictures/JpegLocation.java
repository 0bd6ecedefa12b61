package io.clubroom.pictures;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final List<Parts> packets = new ArrayList<>();

    /** The portions of extensions by the digest of all their bytes, which is their name. */
    private final Map<String, List<Portion>> extensions = new TreeMap<>();

    private int portions;
    private boolean removed;

    /** @param offset in the extension */
    private record Portion(long digest, long offset, Range data) {}

    private JpegLocation(Bytes bytes) {
        this.bytes = bytes;
    }

    /** Also in the pictures that follow the first one, as in a multi-picture file. Returns whether there was any. */
    static boolean remove(Bytes bytes) {
        boolean removed = false;
        long place = 0;
        while (bytes.big(place, 2) == 0xFFD8) {
            var picture = new JpegLocation(bytes);
            place = JpegSegments.visit(bytes, place, picture::visit, true);
            picture.extensions.forEach(picture::removeFromExtension);
            removed |= picture.removed;
        }
        return removed;
    }

    private boolean visit(int marker, long start, long data, long end) {
        if (marker != JpegSegments.APP1) {
            return true;
        }
        if (bytes.has(data, Exif.IDENTIFIER)) {
            removed |= Exif.removeLocation(bytes, data, end);
        } else if (bytes.has(data, XMP)) {
            Parts packet = new Parts(bytes, data + XMP.length(), end);
            removed |= Xmp.removeLocation(packet);
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
            removed |= Xmp.removeLocation(new Parts(bytes, List.of(data)));
        } else {
            extensions
                    .computeIfAbsent(text(digest), _ -> new ArrayList<>())
                    .add(new Portion(digest, bytes.big(offset, NUMBER), data));
        }
    }

    private String text(long digest) {
        return new String(bytes.copy(digest, DIGEST), StandardCharsets.ISO_8859_1);
    }

    private void removeFromExtension(String digest, List<Portion> extension) {
        Parts whole = new Parts(
                bytes,
                extension.stream()
                        .sorted(Comparator.comparingLong(Portion::offset))
                        .map(Portion::data)
                        .toList());
        if (Xmp.removeLocation(whole)) {
            removed = true;
            byte[] renewed = digestOf(whole);
            extension.forEach(portion -> bytes.put(portion.digest(), renewed));
            packets.forEach(packet -> replace(packet, digest, renewed));
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

    private static void replace(Bytes packet, String old, byte[] renewed) {
        for (long place = 0; place + DIGEST <= packet.size(); place++) {
            if (packet.has(place, old)) {
                packet.put(place, renewed);
            }
        }
    }
}
