package io.clubroom.pictures;

import static io.clubroom.pictures.Samples.joined;
import static io.clubroom.pictures.Samples.latin;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.file.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
    private static final byte[] JPEG = Samples.encoded(30, 20, "jpg");
    private static final byte[] PNG = Samples.encoded(30, 20, "png");
    private static final byte[] EXIF = joined(latin("Exif\0\0"), Samples.exif(6));

    private static String removed(byte[] content, String type) {
        InMemoryChannel channel = new InMemoryChannel(content.clone());
        assertThat(new TikaContentInspector().removeLocation(channel, new MediaType(type)))
                .isEqualTo(!Arrays.equals(channel.bytes, content));
        return new String(channel.bytes, StandardCharsets.ISO_8859_1);
    }

    private static void assertNoLocation(String content) {
        assertThat(content).doesNotContainIgnoringCase("GPS").doesNotContain("SECRET", "52,31", "13,24");
    }

    @Test
    void exif_of_a_jpeg_keeps_everything_else() {
        String removed = removed(Samples.withSegment(JPEG, 0xE1, EXIF), "image/jpeg");

        assertNoLocation(removed);
        assertThat(removed)
                .contains("Acme")
                .endsWith(new String(JPEG, 2, JPEG.length - 2, StandardCharsets.ISO_8859_1));
        assertThat(Jpeg.read(new ArrayBytes(latin(removed)), false).orientation())
                .isEqualTo(6);
    }

    @Test
    void xmp_of_a_jpeg_keeps_everything_else() {
        String removed = removed(Samples.withSegment(JPEG, 0xE1, latin(JpegLocation.XMP + Samples.XMP)), "image/jpeg");

        assertNoLocation(removed);
        assertThat(removed).contains("exif:Flash=\"1\"", "<dc:title>Hello</dc:title></rdf:Description>");
    }

    @Test
    void xmp_may_go_on_in_other_segments() {
        String name = "0123456789ABCDEF0123456789ABCDEF";
        int cut = Samples.XMP.indexOf("13,24.3E") + 3;
        byte[] second = latin(JpegLocation.EXTENSION + name + "\0\0\0\0\0\0" + (char) (cut >> 8) + (char) (cut & 0xFF)
                + Samples.XMP.substring(cut));
        byte[] first = latin(JpegLocation.EXTENSION + name + "\0\0\0\0\0\0\0\0" + Samples.XMP.substring(0, cut));
        byte[] jpeg = Samples.withSegment(
                Samples.withSegment(Samples.withSegment(JPEG, 0xE1, second), 0xE1, first),
                0xE1,
                latin(JpegLocation.XMP + "<a xmpNote:HasExtendedXMP=\"" + name + "\"/>"));

        String removed = removed(jpeg, "image/jpeg");

        assertNoLocation(removed);
        assertThat(removed).contains("Hello").doesNotContain(name);
        String renewed = removed.substring(removed.indexOf("XMP=\"") + 5, removed.indexOf("\"/>"));
        assertThat(renewed).hasSize(32);
        assertThat(removed.split(renewed, -1)).hasSize(4);
    }

    @Test
    void a_jpeg_behind_a_jpeg_is_read_too() {
        assertNoLocation(removed(joined(JPEG, Samples.withSegment(JPEG, 0xE1, EXIF)), "image/jpeg"));
    }

    @Test
    void exif_and_xmp_of_a_png_with_their_checksums() {
        byte[] text = latin("XML:com.adobe.xmp\0\0\0\0\0" + Samples.XMP);
        byte[] png = Samples.withChunk(Samples.withChunk(PNG, "eXIf", Samples.exif(6)), "iTXt", text);

        String removed = removed(png, "image/png");

        assertNoLocation(removed);
        assertThat(removed).contains("Acme", "Hello");
        assertChecksums(latin(removed));
    }

    @Test
    void compressed_xmp_of_a_png() throws IOException {
        byte[] text = joined(latin("XML:com.adobe.xmp\0\1\0\0\0"), Samples.zlib(latin(Samples.XMP)));

        byte[] removed = latin(removed(Samples.withChunk(PNG, "iTXt", text), "image/png"));

        assertChecksums(removed);
        int start = 33 + 8 + "XML:com.adobe.xmp\0\1\0\0\0".length();
        String xmp = new String(
                new InflaterInputStream(new ByteArrayInputStream(removed, start, removed.length)).readAllBytes(),
                StandardCharsets.ISO_8859_1);
        assertNoLocation(xmp);
        assertThat(xmp).contains("Hello");
    }

    @Test
    void exif_in_hexadecimal_of_a_png() {
        byte[] text = latin(
                "Raw profile type exif\0\nexif\n     102\n" + HexFormat.of().formatHex(EXIF) + "\n");

        String removed = removed(Samples.withChunk(PNG, "tEXt", text), "image/png");

        assertThat(removed)
                .contains(HexFormat.of().formatHex(latin("Acme")))
                .doesNotContain(HexFormat.of().formatHex(latin("SECRET")));
        assertChecksums(latin(removed));
    }

    @Test
    void exif_and_xmp_of_a_webp() {
        byte[] webp = joined(Samples.webp(), riffChunk("EXIF", Samples.exif(6)), riffChunk("XMP ", latin(Samples.XMP)));

        String removed = removed(webp, "image/webp");

        assertNoLocation(removed);
        assertThat(removed).contains("Acme", "Hello");
    }

    @Test
    void pictures_without_a_location_stay_as_they_are() {
        assertThat(latin(removed(JPEG, "image/jpeg"))).isEqualTo(JPEG);
        assertThat(latin(removed(PNG, "image/png"))).isEqualTo(PNG);
        assertThat(latin(removed(latin(Samples.XMP), "text/plain"))).isEqualTo(latin(Samples.XMP));
    }

    @Test
    void xmp_that_takes_too_much_work_is_overwritten() {
        byte[] text = latin("XML:com.adobe.xmp\0\0\0\0\0" + "<gps".repeat(10_000));

        String removed = removedWithLittleEffort(Samples.withChunk(PNG, "iTXt", text), "image/png");

        assertNoLocation(removed);
        assertChecksums(latin(removed));
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 34_853})
    void exif_that_takes_too_much_work_is_overwritten(int tag) {
        byte[] chunk = riffChunk("EXIF", exifOfEqualEntries(tag));

        String removed = removedWithLittleEffort(joined(Samples.webp(), chunk), "image/webp");

        assertThat(removed).endsWith("\0".repeat(60_000)).contains("EXIF");
    }

    /** XMP or the directory of GPS, over and over. */
    private static byte[] exifOfEqualEntries(int tag) {
        ByteBuffer tiff = ByteBuffer.allocate(60_000).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put(latin("II*\0")).putInt(8).putShort((short) 4_096);
        for (int i = 0; i < 4_096; i++) {
            tiff.putShort((short) tag).putShort((short) 1).putInt(60_000).putInt(0);
        }
        return tiff.array();
    }

    @Test
    void compressed_xmp_that_takes_too_much_work_is_overwritten() {
        byte[] xmp = Samples.zlib(new byte[2_000_000]);
        byte[] chunk = joined(latin("XML:com.adobe.xmp\0\0"), xmp);
        byte[] png = Samples.withChunk(Samples.withChunk(PNG, "zTXt", chunk), "zTXt", chunk);

        String removed = removedWithLittleEffort(png, "image/png");

        assertThat(removed).doesNotContain(new String(xmp, StandardCharsets.ISO_8859_1));
        assertChecksums(latin(removed));
    }

    @Test
    void many_extensions_of_xmp_are_renamed_together() {
        byte[] jpeg = Samples.withSegment(JPEG, 0xE1, latin(JpegLocation.XMP + " ".repeat(60_000)));
        for (int i = 0; i < 500; i++) {
            String name = "%032X".formatted(i);
            jpeg = Samples.withSegment(
                    jpeg, 0xE1, latin(JpegLocation.EXTENSION + name + "\0".repeat(8) + "<a exif:GPSTrack='1'/>"));
        }

        assertNoLocation(removedWithLittleEffort(jpeg, "image/jpeg"));
    }

    private static String removedWithLittleEffort(byte[] content, String type) {
        int most = 500_000;
        CountedBytes bytes = new CountedBytes(content.clone());
        assertThat(LocationRemover.removeLocation(bytes, type, new Effort(most)))
                .isTrue();
        assertThat(bytes.reads).isLessThan(most + 20L * content.length);
        return new String(bytes.copy(0, content.length), StandardCharsets.ISO_8859_1);
    }

    /** Bytes that count how often they are read. */
    private static final class CountedBytes extends Bytes {
        private final ArrayBytes bytes;
        private long reads;

        CountedBytes(byte[] bytes) {
            this.bytes = new ArrayBytes(bytes);
        }

        @Override
        long size() {
            return bytes.size();
        }

        @Override
        int at(long place) {
            reads++;
            return bytes.at(place);
        }

        @Override
        void put(long place, int value) {
            bytes.put(place, value);
        }

        @Override
        void flush() {}
    }

    @Test
    void nothing_fails_for_damaged_pictures() {
        byte[][] pictures = {
            Samples.withSegment(Samples.withSegment(JPEG, 0xE1, EXIF), 0xE1, latin(JpegLocation.XMP + Samples.XMP)),
            Samples.withChunk(
                    Samples.withChunk(PNG, "eXIf", Samples.exif(6)), "zTXt", latin("Raw profile type xmp\0\0x")),
            joined(Samples.webp(), riffChunk("EXIF", Samples.exif(6)), riffChunk("XMP ", latin(Samples.XMP)))
        };
        String[] types = {"image/jpeg", "image/png", "image/webp"};
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1_500; i++) {
            byte[] damaged = DamagedBytes.of(pictures[i % 3], random);
            InMemoryChannel channel = new InMemoryChannel(damaged);
            try {
                new TikaContentInspector().inspect(channel);
                new TikaContentInspector().removeLocation(channel, new MediaType(types[i % 3]));
            } catch (RuntimeException failure) {
                throw new AssertionError("seed " + seed + ", try " + i, failure);
            }
        }
    }

    private static byte[] riffChunk(String type, byte[] data) {
        return joined(
                latin(type),
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(data.length)
                        .array(),
                data,
                new byte[data.length & 1]);
    }

    private static void assertChecksums(byte[] png) {
        Png.visit(new ArrayBytes(png), (type, start, data, end) -> {
            var checksum = new CRC32();
            checksum.update(png, (int) start + 4, (int) (end - start - 4));
            assertThat(new ArrayBytes(png).big(end, 4)).as(type).isEqualTo(checksum.getValue());
            return true;
        });
    }
}
