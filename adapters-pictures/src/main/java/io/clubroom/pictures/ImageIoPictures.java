package io.clubroom.pictures;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.coobird.thumbnailator.Thumbnails;

/** Makes pictures with the decoders of Image I/O and TwelveMonkeys, and Thumbnailator. */
public final class ImageIoPictures implements Pictures, AutoCloseable {
    private static final MediaType JPEG = new MediaType(PictureStructures.JPEG);
    private static final double QUALITY = 0.85;

    private static final int WAITING_PER_THREAD = 2;

    private final PictureThreads threads;
    private final PictureDecoder decoder = new PictureDecoder();

    ImageIoPictures(PictureThreads threads) {
        this.threads = threads;
    }

    /** Leaves one core, if there is more than one, to all other work. */
    public static ImageIoPictures forThisMachine() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        return new ImageIoPictures(new PictureThreads(threads, threads * WAITING_PER_THREAD));
    }

    @Override
    public Picture thumbnail(SeekableByteChannel content, MediaType type, int size) {
        return call(() -> encoded(decoder.thumbnail(content, type, size)));
    }

    @Override
    public Map<Integer, Picture> avatars(SeekableByteChannel content, MediaType type, List<Integer> sizes) {
        return call(() -> {
            Map<Integer, Picture> pictures = new HashMap<>();
            BufferedImage square = decoder.square(
                    content,
                    type,
                    sizes.stream().mapToInt(Integer::intValue).max().orElseThrow());
            for (int size : sizes) {
                pictures.put(
                        size,
                        encoded(Thumbnails.of(square)
                                .forceSize(size, size)
                                .imageType(BufferedImage.TYPE_INT_RGB)
                                .asBufferedImage()));
            }
            return pictures;
        });
    }

    private static Picture encoded(BufferedImage picture) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Thumbnails.of(picture)
                .scale(1)
                .outputFormat("jpg")
                .outputQuality(QUALITY)
                .toOutputStream(bytes);
        return new Picture(JPEG, bytes.toByteArray());
    }

    private <T> T call(Callable<T> work) {
        try {
            return threads.call(work);
        } catch (InvalidImage | ImageTooLarge | Unavailable | UncheckedIOException expected) {
            throw expected;
        } catch (Exception damaged) {
            throw new InvalidImage();
        } catch (StackOverflowError damaged) {
            throw new InvalidImage();
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
