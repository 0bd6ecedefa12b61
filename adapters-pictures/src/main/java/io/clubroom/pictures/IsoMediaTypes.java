package io.clubroom.pictures;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** Tells the types of the ISO base media file format by their brands (ISO/IEC 14496-12 §4.3). */
final class IsoMediaTypes {
    private static final int MAX_BRANDS = 64;

    private static final Set<String> HEIC = Set.of("heic", "heix", "heim", "heis");
    private static final Set<String> HEIC_SEQUENCE = Set.of("hevc", "hevx", "hevm", "hevs");
    private static final Set<String> AUDIO = Set.of("M4A ", "M4B ", "M4P ", "F4A ", "F4B ");

    private IsoMediaTypes() {}

    static String detect(Bytes bytes) {
        Set<String> brands = brands(bytes);
        String major = brands.isEmpty() ? "" : brands.iterator().next();
        if (brands.contains("avif") || brands.contains("avis")) {
            return "image/avif";
        }
        if (brands.stream().anyMatch(HEIC::contains)) {
            return "image/heic";
        }
        if (brands.stream().anyMatch(HEIC_SEQUENCE::contains)) {
            return "image/heic-sequence";
        }
        if (major.equals("mif1") || major.equals("msf1")) {
            return "image/heif";
        }
        if (AUDIO.contains(major)) {
            return "audio/mp4";
        }
        if (major.startsWith("qt")) {
            return "video/quicktime";
        }
        if (major.startsWith("3g2")) {
            return "video/3gpp2";
        }
        if (major.startsWith("3g")) {
            return "video/3gpp";
        }
        return "video/mp4";
    }

    /** The major brand first. */
    private static Set<String> brands(Bytes bytes) {
        Set<String> brands = new LinkedHashSet<>();
        long end = Math.min(bytes.big(0, 4), 16 + 4 * MAX_BRANDS);
        for (long place = 8; place + 4 <= end; place += 4) {
            // The number in between is a version.
            if (place != 12) {
                brands.add(new String(bytes.copy(place, 4), StandardCharsets.ISO_8859_1));
            }
        }
        return brands;
    }
}
