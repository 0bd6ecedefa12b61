package io.clubroom.bootstrap.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds variables that have no effect because their names are probably misspelled names of settings. */
final class Misspellings {
    /** The minimum length of checked names; shorter ones are too similar to unrelated names. */
    private static final int MIN_LENGTH = 8;

    private static final int MAX_EDITS = 2;

    private Misspellings() {}

    /** Returns one sentence for each variable that is not a setting, but similar to one that is not set. */
    static List<String> warnings(Collection<String> variables, Collection<String> settings) {
        List<String> candidates = settings.stream()
                .filter(setting -> setting.length() >= MIN_LENGTH && !variables.contains(setting))
                .toList();
        return variables.stream()
                .filter(variable -> !settings.contains(variable))
                .sorted()
                .flatMap(variable -> closest(variable, candidates).stream()
                        .map(setting -> variable + " is no setting and has no effect: did you mean " + setting + "?"))
                .toList();
    }

    private static Optional<String> closest(String variable, List<String> settings) {
        String name = variable.toUpperCase(Locale.ROOT);
        return settings.stream()
                .filter(setting -> Math.abs(setting.length() - name.length()) <= MAX_EDITS)
                .filter(setting -> edits(name, setting) <= MAX_EDITS)
                .min(Comparator.comparingInt(setting -> edits(name, setting)));
    }

    /** The smallest number of inserted, removed, replaced and swapped characters (optimal string alignment). */
    private static int edits(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
                }
            }
        }
        return edits[from.length()][to.length()];
    }
}
