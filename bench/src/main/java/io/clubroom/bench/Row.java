package io.clubroom.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row of the table of targets, with the rounds measured for each server. */
final class Row {
    /** Whether a higher or a lower ratio is better. */
    enum Better {
        HIGHER,
        LOWER
    }

    /**
     * One measurement and its limit.
     *
     * @param cpuMicros CPU time of the server per operation in microseconds, NaN if it means nothing
     * @param databaseMicros CPU time of PostgreSQL per operation in microseconds, NaN if it was not measured
     */
    record Round(double value, double limit, double ratio, double cpuMicros, double databaseMicros) {
        Round(double value, double limit, double cpuMicros) {
            this(value, limit, cpuMicros, Double.NaN);
        }

        Round(double value, double limit, double cpuMicros, double databaseMicros) {
            this(value, limit, value / limit, cpuMicros, databaseMicros);
        }
    }

    /** The median, the minimum and the maximum. */
    record Spread(double median, double min, double max) {
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }

        /** The range as a fraction of the median. */
        double width() {
            return (max - min) / median;
        }
    }

    final String key;
    final String what;
    final String unit;
    final String limit;
    final double floor;
    final double aim;
    final Better better;
    /** Whether floor and aim apply to the value, not to the ratio. */
    final boolean absolute;

    final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    final List<String> remarks = new ArrayList<>();
    double othersCpus = Double.NaN;

    Row(String key, String what, String unit, String limit, double floor, double aim, Better better, boolean absolute) {
        this.key = key;
        this.what = what;
        this.unit = unit;
        this.limit = limit;
        this.floor = floor;
        this.aim = aim;
        this.better = better;
        this.absolute = absolute;
    }

    void add(Server server, Round round) {
        add(server.name(), round);
    }

    void add(String server, Round round) {
        rounds.computeIfAbsent(server, _ -> new ArrayList<>()).add(round);
    }

    Spread ratio(String server) {
        return Spread.of(rounds.get(server).stream().mapToDouble(Round::ratio).toArray());
    }

    Spread value(String server) {
        return Spread.of(rounds.get(server).stream().mapToDouble(Round::value).toArray());
    }

    Spread limit(String server) {
        return Spread.of(rounds.get(server).stream().mapToDouble(Round::limit).toArray());
    }

    Spread cpuMicros(String server) {
        return Spread.of(
                rounds.get(server).stream().mapToDouble(Round::cpuMicros).toArray());
    }

    Spread databaseMicros(String server) {
        return Spread.of(
                rounds.get(server).stream().mapToDouble(Round::databaseMicros).toArray());
    }

    boolean reaches(double target, String server) {
        double median = (absolute ? value(server) : ratio(server)).median();
        return better == Better.HIGHER ? median >= target : median <= target;
    }

    /** Whether other processes left the machine alone meanwhile. */
    boolean isBelievable() {
        return Machine.areIdle(othersCpus);
    }
}
