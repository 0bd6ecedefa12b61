package io.clubroom.pictures;

import javax.imageio.stream.ImageInputStreamImpl;

/** What decoders read. */
final class BytesImageInput extends ImageInputStreamImpl {
    private final Bytes bytes;

    BytesImageInput(Bytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        bitOffset = 0;
        int next = bytes.at(streamPos);
        if (next >= 0) {
            streamPos++;
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        bitOffset = 0;
        int read = (int) Math.min(length, Math.max(0, bytes.size() - streamPos));
        for (int i = 0; i < read; i++) {
            target[offset + i] = (byte) bytes.at(streamPos + i);
        }
        streamPos += read;
        return read == 0 && length > 0 ? -1 : read;
    }

    @Override
    public long length() {
        return bytes.size();
    }
}
