package io.clubroom.persistence.search;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The data of a document in a {@link Segment}, besides its keys.
 *
 * @param createdAt the creation time, in microseconds since the epoch
 * @param id the id of the message; all zeros if the message was deleted
 */
record DocumentRecord(long createdAt, UUID id) {
    static final int BYTES = 3 * Long.BYTES;
    private static final UUID REMOVED = new UUID(0, 0);

    /** The order of documents, which is that of {@link io.clubroom.domain.chat.search.Place}. */
    static final Comparator<DocumentRecord> ORDER = Comparator.comparingLong(DocumentRecord::createdAt)
            .thenComparing(document -> document.id.getMostSignificantBits(), Long::compareUnsigned)
            .thenComparing(document -> document.id.getLeastSignificantBits(), Long::compareUnsigned);

    boolean isRemoved() {
        return id.equals(REMOVED);
    }

    DocumentRecord removed() {
        return new DocumentRecord(createdAt, REMOVED);
    }

    static List<DocumentRecord> read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<DocumentRecord> records = new ArrayList<>(bytes.length / BYTES);
        while (buffer.hasRemaining()) {
            records.add(new DocumentRecord(buffer.getLong(), new UUID(buffer.getLong(), buffer.getLong())));
        }
        return records;
    }

    static byte[] toBytes(List<DocumentRecord> records) {
        ByteBuffer buffer = ByteBuffer.allocate(records.size() * BYTES);
        for (DocumentRecord document : records) {
            buffer.putLong(document.createdAt)
                    .putLong(document.id.getMostSignificantBits())
                    .putLong(document.id.getLeastSignificantBits());
        }
        return buffer.array();
    }
}
