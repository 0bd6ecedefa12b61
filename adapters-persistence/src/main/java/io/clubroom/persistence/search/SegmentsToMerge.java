package io.clubroom.persistence.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Chooses segments of about the same size to merge, so that a document is moved a few times at most. */
final class SegmentsToMerge {
    private SegmentsToMerge() {}

    /**
     * Returns the segments to merge, none if it is not worth it.
     *
     * @param all ordered by time, so that the merged ones follow each other
     */
    static List<Segment> of(List<Segment> all, JdbcSearchIndex.Sizes sizes) {
        List<Integer> levels = all.stream()
                .map(segment -> level(segment, sizes))
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        for (int level : levels) {
            List<Segment> chosen = new ArrayList<>();
            int documents = 0;
            for (Segment segment : all) {
                if (level(segment, sizes) == level && 2 * segment.documents() <= sizes.mostDocuments()) {
                    if (documents + segment.documents() > sizes.mostDocuments()) {
                        break;
                    }
                    documents += segment.documents();
                    chosen.add(segment);
                }
            }
            if (chosen.size() >= sizes.merged() || (chosen.size() > 1 && 4 * documents >= 3 * sizes.mostDocuments())) {
                return chosen;
            }
        }
        return List.of();
    }

    /** Segments of a level have less than {@link JdbcSearchIndex.Sizes#merged} times as many documents as each other. */
    private static int level(Segment segment, JdbcSearchIndex.Sizes sizes) {
        int level = 0;
        for (long documents = (long) sizes.fewestNew() * sizes.merged(); documents <= segment.documents(); level++) {
            documents *= sizes.merged();
        }
        return level;
    }
}
