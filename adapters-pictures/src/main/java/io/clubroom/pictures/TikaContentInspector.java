package io.clubroom.pictures;

import io.clubroom.domain.file.ContentInspector;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.MediaType;
import java.nio.channels.SeekableByteChannel;

/** Inspects contents, with the signatures that Apache Tika knows. */
public final class TikaContentInspector implements ContentInspector {
    @Override
    public Inspection inspect(SeekableByteChannel content) {
        Bytes bytes = new ChannelBytes(content);
        MediaType type = TypeDetector.detect(bytes);
        Structure picture = PictureStructures.describe(bytes, type.value());
        Dimensions dimensions = picture == null ? null : picture.displayed();
        return new Inspection(type, dimensions);
    }

    @Override
    public boolean removeLocation(SeekableByteChannel content, MediaType type) {
        Bytes bytes = new ChannelBytes(content);
        boolean removed = LocationRemover.removeLocation(bytes, type.value(), Effort.of(bytes.size()));
        bytes.flush();
        return removed;
    }
}
