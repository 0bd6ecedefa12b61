package io.clubroom.pictures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Small pictures, and metadata for them. */
final class Samples {
    static final String XMP = """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
        <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52,31.2N" exif:Flash="1">\
        <exif:GPSLongitude>13,24.3E</exif:GPSLongitude><dc:title>Hello</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>\
        """;

    private Samples() {}

    /** Red on the left, blue on the right. */
    static BufferedImage picture(int width, int height, int type) {
        var picture = new BufferedImage(width, height, type);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return picture;
    }

    static byte[] encoded(BufferedImage picture, String format) {
        try {
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(picture, format, bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] encoded(int width, int height, String format) {
        return encoded(picture(width, height, BufferedImage.TYPE_INT_RGB), format);
    }

    /** A red WebP of 8 × 4 pixels, without loss. */
    static byte[] webp() {
        return Base64.getDecoder().decode("UklGRhwAAABXRUJQVlA4TA8AAAAvB8AAAAcQ/Y/+ByKi/wEA");
    }

    /** EXIF with an orientation, a make, and a directory of GPS whose values say "SECRET". */
    static byte[] exif(int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(128);
        tiff.put(latin("MM\0*")).putInt(8);
        tiff.putShort((short) 3);
        entry(tiff, 0x10F, 2, 5, 50);
        tiff.putShort((short) 0x112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        entry(tiff, 0x8825, 4, 1, 60);
        tiff.putInt(0);
        tiff.position(50).put(latin("Acme\0"));
        tiff.position(60).putShort((short) 1);
        entry(tiff, 2, 2, 6, 90);
        tiff.position(90).put(latin("SECRET"));
        return Arrays.copyOf(tiff.array(), 96);
    }

    private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
        tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    /** The JPEG with another segment after its start. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return joined(
                Arrays.copyOf(jpeg, 2),
                new byte[] {(byte) 0xFF, (byte) marker, (byte) (data.length + 2 >> 8), (byte) (data.length + 2)},
                data,
                Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    /** The PNG with another chunk after its header. */
    static byte[] withChunk(byte[] png, String type, byte[] data) {
        return joined(Arrays.copyOf(png, 33), chunk(type, data), Arrays.copyOfRange(png, 33, png.length));
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] content = joined(latin(type), data);
        var checksum = new CRC32();
        checksum.update(content);
        return joined(number(data.length), content, number((int) checksum.getValue()));
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static byte[] zlib(byte[] bytes) {
        try (var deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] deflated = new byte[bytes.length + 100];
            return Arrays.copyOf(deflated, deflater.deflate(deflated));
        }
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] joined(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
