package io.clubroom.pictures;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Pictures.ImageTooLarge;
import io.clubroom.domain.file.Pictures.InvalidImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Decodes pictures into memory that is bounded whatever their size: of large ones, only every second, third … pixel of every second,
 * third … row. Metadata never reaches a decoder.
 */
final class PictureDecoder {
    static final long MAX_PIXELS = 40_000_000;

    /** Of a picture whose decoder needs memory for all pixels at once. */
    static final long MAX_WHOLE_PIXELS = 12_000_000;

    /** Decoders need memory for some rows. */
    static final int MAX_SIDE = 100_000;

    private static final int MAX_DECODED = 3_000_000;
    private static final int MAX_DECODED_BESIDE_WHOLE = 1_500_000;

    PictureDecoder() {
        // Decoders would otherwise copy what they read into temporary files.
        ImageIO.setUseCache(false);
    }

    /** The picture, upright, opaque, fit into a square of {@code size} pixels. */
    BufferedImage thumbnail(SeekableByteChannel content, MediaType type, int size) throws IOException {
        Structure structure = checked(content, type);
        int longest = Math.max(structure.width(), structure.height());
        double scale = Math.min(1, (double) size / longest);
        BufferedImage decoded =
                decode(structure, type, new Rectangle(structure.width(), structure.height()), longest / size);
        return upright(
                scaled(decoded, side(structure.width(), scale), side(structure.height(), scale)),
                structure.orientation());
    }

    /** The largest square from the middle, upright, opaque, of at least {@code size} pixels if it has as many. */
    BufferedImage square(SeekableByteChannel content, MediaType type, int size) throws IOException {
        Structure structure = checked(content, type);
        int side = Math.min(structure.width(), structure.height());
        var middle = new Rectangle((structure.width() - side) / 2, (structure.height() - side) / 2, side, side);
        BufferedImage decoded = decode(structure, type, middle, side / size);
        return upright(scaled(decoded, size, size), structure.orientation());
    }

    private static int side(int pixels, double scale) {
        return (int) Math.max(1, Math.round(pixels * scale));
    }

    private static Structure checked(SeekableByteChannel content, MediaType type) {
        Structure structure = PictureStructures.read(new ChannelBytes(content), type.value());
        if (structure == null) {
            throw new InvalidImage();
        }
        if (structure.pixels() > (structure.whole() ? MAX_WHOLE_PIXELS : MAX_PIXELS)
                || Math.max(structure.width(), structure.height()) > MAX_SIDE) {
            throw new ImageTooLarge();
        }
        return structure;
    }

    private static BufferedImage decode(Structure structure, MediaType type, Rectangle region, int maxStep)
            throws IOException {
        if (structure.essential() == null) {
            throw new InvalidImage();
        }
        ImageReader reader = reader(type);
        try {
            reader.setInput(new BytesImageInput(structure.essential()), true, true);
            if (reader.getWidth(0) != structure.width() || reader.getHeight(0) != structure.height()) {
                throw new InvalidImage();
            }
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceRegion(region);
            int step = step(structure, region, Math.max(1, maxStep));
            param.setSourceSubsampling(step, step, 0, 0);
            return opaque(reader.read(0, param));
        } finally {
            reader.dispose();
        }
    }

    private static int step(Structure structure, Rectangle region, int maxStep) {
        double pixels = (double) region.width * region.height;
        int wanted = (int) Math.ceil(Math.sqrt(pixels / (structure.whole() ? MAX_DECODED_BESIDE_WHOLE : MAX_DECODED)));
        // The decoder of WebP works in squares of 16 pixels, which a power of two divides.
        return Math.clamp(Integer.highestOneBit(Math.max(1, 2 * wanted - 1)), 1, Integer.highestOneBit(maxStep));
    }

    private static ImageReader reader(MediaType type) throws IOException {
        return switch (type.value()) {
            case PictureStructures.JPEG -> provider(JPEGImageReaderSpi.class).createReaderInstance();
            case PictureStructures.WEBP -> new WebPImageReaderSpi().createReaderInstance();
            default -> ImageIO.getImageReadersByMIMEType(type.value()).next();
        };
    }

    private static ImageReaderSpi provider(Class<? extends ImageReaderSpi> type) {
        return IIORegistry.getDefaultInstance().getServiceProviderByClass(type);
    }

    /** On white. */
    private static BufferedImage opaque(BufferedImage picture) {
        var opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        if (picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            copyGray(picture, opaque);
            return opaque;
        }
        Graphics2D graphics = opaque.createGraphics();
        try {
            graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        } finally {
            graphics.dispose();
        }
        return opaque;
    }

    /** Java takes gray with transparency for linear, and would make it lighter. */
    private static void copyGray(BufferedImage picture, BufferedImage opaque) {
        Raster raster = picture.getRaster();
        int bits = picture.getSampleModel().getSampleSize(0);
        int max = (1 << bits) - 1;
        boolean transparent = picture.getColorModel().hasAlpha() && raster.getNumBands() > 1;
        for (int y = 0; y < opaque.getHeight(); y++) {
            for (int x = 0; x < opaque.getWidth(); x++) {
                int gray = raster.getSample(x, y, 0) * 255 / max;
                int alpha = transparent ? raster.getSample(x, y, 1) * 255 / max : 255;
                int shown = 255 + (gray - 255) * alpha / 255;
                opaque.setRGB(x, y, shown << 16 | shown << 8 | shown);
            }
        }
    }

    private static BufferedImage scaled(BufferedImage picture, int width, int height) throws IOException {
        return picture.getWidth() == width && picture.getHeight() == height
                ? picture
                : Thumbnails.of(picture)
                        .forceSize(width, height)
                        .imageType(BufferedImage.TYPE_INT_RGB)
                        .asBufferedImage();
    }

    private static BufferedImage upright(BufferedImage picture, int orientation) {
        @Nullable Orientation known = Orientation.typeOf(orientation);
        return known == null || orientation == 1
                ? picture
                : ExifFilterUtils.getFilterForOrientation(known).apply(picture);
    }
}
