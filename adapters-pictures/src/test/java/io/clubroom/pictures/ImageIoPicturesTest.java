package io.clubroom.pictures;

import static io.clubroom.pictures.Samples.joined;
import static io.clubroom.pictures.Samples.latin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Pictures.ImageTooLarge;
import io.clubroom.domain.file.Pictures.InvalidImage;
import io.clubroom.domain.file.Pictures.Picture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIoPicturesTest {
    private static final ImageIoPictures PICTURES = ImageIoPictures.forThisMachine();

    @AfterAll
    static void close() {
        PICTURES.close();
    }

    private static Picture thumbnail(byte[] content, String format, int size) {
        return PICTURES.thumbnail(
                new InMemoryChannel(content), new MediaType("image/" + format.replace("jpg", "jpeg")), size);
    }

    private static BufferedImage decoded(Picture picture) throws IOException {
        assertThat(picture.type().value()).isEqualTo("image/jpeg");
        return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    }

    private static void assertColor(BufferedImage picture, double x, double y, Color color) {
        Color shown =
                new Color(picture.getRGB((int) (x * (picture.getWidth() - 1)), (int) (y * (picture.getHeight() - 1))));
        assertThat(Math.abs(shown.getRed() - color.getRed())
                        + Math.abs(shown.getGreen() - color.getGreen())
                        + Math.abs(shown.getBlue() - color.getBlue()))
                .as("%s is %s", shown, color)
                .isLessThan(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif"})
    void a_thumbnail_fits_into_a_square(String format) throws IOException {
        BufferedImage thumbnail = decoded(thumbnail(Samples.encoded(400, 200, format), format, 64));

        assertThat(thumbnail.getWidth()).isEqualTo(64);
        assertThat(thumbnail.getHeight()).isEqualTo(32);
        assertColor(thumbnail, 0.1, 0.5, Color.RED);
        assertColor(thumbnail, 0.9, 0.5, Color.BLUE);
    }

    @Test
    void a_thumbnail_of_a_webp() throws IOException {
        BufferedImage thumbnail = decoded(thumbnail(Samples.webp(), "webp", 64));

        assertThat(thumbnail.getWidth()).isEqualTo(8);
        assertColor(thumbnail, 0.5, 0.5, Color.RED);
    }

    @Test
    void a_gif_with_a_screen_of_too_many_pixels_is_refused() throws IOException {
        byte[] gif = Samples.encoded(8, 4, "gif");
        Arrays.fill(gif, 6, 10, (byte) 0x7f);

        assertThatThrownBy(() -> thumbnail(gif, "gif", 64)).isInstanceOf(ImageTooLarge.class);
    }

    @Test
    void a_thumbnail_of_a_webp_that_ends_with_its_colors() throws IOException {
        byte[] red = HexFormat.of().parseHex("5249464616000000574542505650384c0a0000002fc7c0180088fe47ff03");

        assertColor(decoded(thumbnail(red, "webp", 64)), 0.5, 0.5, Color.RED);
    }

    @Test
    void a_thumbnail_is_never_larger_than_the_picture() throws IOException {
        assertThat(decoded(thumbnail(Samples.encoded(40, 20, "png"), "png", 256))
                        .getWidth())
                .isEqualTo(40);
    }

    @Test
    void a_picture_of_many_pixels_is_scaled_down_while_it_is_decoded() throws IOException {
        BufferedImage large = Samples.picture(4_000, 2_000, BufferedImage.TYPE_BYTE_BINARY);

        BufferedImage thumbnail = decoded(thumbnail(Samples.encoded(large, "png"), "png", 1024));

        assertThat(thumbnail.getWidth()).isEqualTo(1024);
        assertThat(thumbnail.getHeight()).isEqualTo(512);
    }

    @Test
    void pictures_are_turned_upright_and_lose_their_metadata() throws IOException {
        byte[] jpeg =
                Samples.withSegment(Samples.encoded(400, 200, "jpg"), 0xE1, joined(latin("Exif\0\0"), Samples.exif(6)));

        Picture thumbnail = thumbnail(jpeg, "jpg", 64);

        assertThat(latinOf(thumbnail)).doesNotContain("Exif", "SECRET");
        assertThat(decoded(thumbnail).getWidth()).isEqualTo(32);
        assertColor(decoded(thumbnail), 0.5, 0.1, Color.RED);
        assertColor(decoded(thumbnail), 0.5, 0.9, Color.BLUE);
    }

    private static String latinOf(Picture picture) {
        return new String(picture.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void what_is_transparent_becomes_white() throws IOException {
        byte[] png = Samples.encoded(new BufferedImage(40, 20, BufferedImage.TYPE_INT_ARGB), "png");

        assertColor(decoded(thumbnail(png, "png", 64)), 0.5, 0.5, Color.WHITE);
    }

    @Test
    void gray_keeps_its_lightness() throws IOException {
        BufferedImage gray = new BufferedImage(40, 20, BufferedImage.TYPE_USHORT_GRAY);
        for (int x = 0; x < 40; x++) {
            for (int y = 0; y < 20; y++) {
                gray.getRaster().setSample(x, y, 0, 0x8080);
            }
        }

        assertColor(decoded(thumbnail(Samples.encoded(gray, "png"), "png", 64)), 0.5, 0.5, new Color(128, 128, 128));
    }

    @Test
    void avatars_are_squares_from_the_middle() throws IOException {
        BufferedImage picture = Samples.picture(300, 100, BufferedImage.TYPE_INT_RGB);
        picture.createGraphics().fillRect(0, 0, 99, 100);

        Map<Integer, Picture> avatars = PICTURES.avatars(
                new InMemoryChannel(Samples.encoded(picture, "png")), new MediaType("image/png"), List.of(64, 512));

        assertThat(avatars).containsOnlyKeys(64, 512);
        for (int size : avatars.keySet()) {
            BufferedImage avatar = decoded(avatars.get(size));
            assertThat(avatar.getWidth()).isEqualTo(size);
            assertThat(avatar.getHeight()).isEqualTo(size);
            assertColor(avatar, 0.1, 0.5, Color.RED);
            assertColor(avatar, 0.9, 0.5, Color.BLUE);
        }
    }

    @Test
    void a_picture_with_too_many_pixels_is_refused_before_it_is_decoded() {
        byte[] png = Samples.encoded(10, 10, "png");
        ByteBuffer.wrap(png).putInt(16, 8_000).putInt(20, 5_001);
        InMemoryChannel channel = new InMemoryChannel(png);

        assertThatThrownBy(() -> PICTURES.thumbnail(channel, new MediaType("image/png"), 64))
                .isInstanceOf(ImageTooLarge.class);
        assertThatThrownBy(() -> PICTURES.avatars(channel, new MediaType("image/png"), List.of(64)))
                .isInstanceOf(ImageTooLarge.class);
    }

    @Test
    void what_cannot_be_decoded_is_invalid() {
        assertThatThrownBy(() -> thumbnail(latin("GIF89a"), "gif", 64)).isInstanceOf(InvalidImage.class);
        assertThatThrownBy(() -> thumbnail(new byte[] {(byte) 0xFF, (byte) 0xD8}, "jpg", 64))
                .isInstanceOf(InvalidImage.class);
        assertThatThrownBy(() -> thumbnail(Samples.encoded(10, 10, "tiff"), "tiff", 64))
                .isInstanceOf(InvalidImage.class);
    }

    @Test
    void a_jpeg_of_thousands_of_scans_is_invalid() {
        byte[] jpeg = Samples.encoded(16, 16, "jpg");
        byte[] scans = new byte[10 * 1_000];
        for (int i = 0; i < scans.length; i += 10) {
            byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0};
            System.arraycopy(scan, 0, scans, i, scan.length);
        }
        byte[] many =
                joined(java.util.Arrays.copyOf(jpeg, jpeg.length - 2), scans, new byte[] {(byte) 0xFF, (byte) 0xD9});

        assertThatThrownBy(() -> thumbnail(many, "jpg", 64)).isInstanceOf(InvalidImage.class);
    }

    @Test
    void damaged_pictures_are_invalid_or_decoded() {
        String[] formats = {"jpg", "png", "gif", "webp"};
        byte[][] pictures = {
            Samples.encoded(16, 16, "jpg"),
            Samples.encoded(16, 16, "png"),
            Samples.encoded(16, 16, "gif"),
            Samples.webp()
        };
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = DamagedBytes.of(pictures[i % 4], random);
            try {
                thumbnail(damaged, formats[i % 4], 64);
            } catch (InvalidImage | ImageTooLarge expected) {
                // What else it throws is a fault.
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("seed " + seed + ", try " + i, failure);
            }
        }
    }

    @Test
    void more_pictures_than_may_wait_are_refused_at_once() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (PictureThreads threads = new PictureThreads(1, 0)) {
            Thread first = Thread.startVirtualThread(() -> {
                try {
                    threads.call(() -> {
                        begun.countDown();
                        end.await();
                        return 1;
                    });
                } catch (Exception impossible) {
                    throw new AssertionError(impossible);
                }
            });
            begun.await();

            assertThatThrownBy(() -> threads.call(() -> 2))
                    .isInstanceOfSatisfying(
                            Unavailable.class, busy -> assertThat(busy.what()).isEqualTo(Unavailable.What.CAPACITY));

            end.countDown();
            first.join();
            assertThat(threads.call(() -> 3)).isEqualTo(3);
        }
    }
}
