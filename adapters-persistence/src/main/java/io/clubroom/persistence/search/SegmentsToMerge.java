package io.clubroom.persistence.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Selects segments of similar size to merge, so that each document is moved only a few times. */
final class SegmentsToMerge {
    private SegmentsToMerge() {}

    /**
     * Returns the segments to merge; an empty list if merging is not worthwhile.
     *
     * @param all all segments, ordered by time, so that merged segments are adjacent
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

    /** The sizes of segments on the same level differ by less than a factor of {@link JdbcSearchIndex.Sizes#merged}. */
    private static int level(Segment segment, JdbcSearchIndex.Sizes sizes) {
        int level = 0;
        for (long documents = (long) sizes.fewestNew() * sizes.merged(); documents <= segment.documents(); level++) {
            documents *= sizes.merged();
        }
        return level;
    }
}
