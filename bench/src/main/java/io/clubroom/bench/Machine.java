package io.clubroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The CPU use of processes on a Linux machine; on other systems all figures are 0. */
final class Machine {
    private static final double TICKS_PER_SECOND = 100;

    private final Supplier<List<Long>> ours;
    private long start;
    private long busyAtStart;
    private long oursAtStart;

    /** @param ours further root processes of the measurement; their descendants count too */
    Machine(Supplier<List<Long>> ours) {
        this.ours = ours;
        begin();
    }

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    void begin() {
        start = System.nanoTime();
        busyAtStart = busyTicks();
        oursAtStart = ourTicks();
    }

    /** The average number of processors used by other processes since {@link #begin()}. */
    double others() {
        double seconds = (System.nanoTime() - start) / 1e9;
        double others = (busyTicks() - busyAtStart) - (ourTicks() - oursAtStart);
        return Math.max(0, others / TICKS_PER_SECOND / seconds);
    }

    /** Whether other processes used less than a tenth of the processors. */
    static boolean areIdle(double others) {
        return others < 0.1 * processors();
    }

    /** CPU time of a process and its descendants, in seconds. */
    static double cpuSecondsWithChildren(long root) {
        return LongStream.concat(
                                LongStream.of(root),
                                ProcessHandle.of(root).stream()
                                        .flatMap(ProcessHandle::descendants)
                                        .mapToLong(ProcessHandle::pid))
                        .map(pid -> fields(Path.of("/proc/" + pid + "/stat"), 13, 14, 15, 16))
                        .sum()
                / TICKS_PER_SECOND;
    }

    /** CPU time of one process, in seconds. */
    static double cpuSeconds(long pid) {
        return fields(Path.of("/proc/" + pid + "/stat"), 13, 14) / TICKS_PER_SECOND;
    }

    /** Resident memory of a process, in bytes. */
    static long residentBytes(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        }
    }

    private static long busyTicks() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            long[] ticks = Stream.of(lines.findFirst().orElse("").split("\\s+"))
                    .skip(1)
                    .mapToLong(Long::parseLong)
                    .toArray();
            // user, nice, system, irq, softirq, steal; not idle, not iowait.
            return LongStream.of(ticks[0], ticks[1], ticks[2], ticks[5], ticks[6], ticks[7])
                    .sum();
        } catch (IOException elsewhere) {
            return 0;
        }
    }

    private long ourTicks() {
        long[] roots = LongStream.concat(
                        LongStream.of(ProcessHandle.current().pid()),
                        ours.get().stream().mapToLong(pid -> pid))
                .toArray();
        return LongStream.of(roots)
                .flatMap(pid -> LongStream.concat(
                        LongStream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .mapToLong(ProcessHandle::pid)))
                .distinct()
                // cutime and cstime: children that have ended.
                .map(pid -> fields(Path.of("/proc/" + pid + "/stat"), 13, 14, 15, 16))
                .sum();
    }

    private static long fields(Path file, int... numbers) {
        try {
            String line = Files.readString(file);
            // The command name may contain spaces and parentheses.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            long sum = 0;
            for (int number : numbers) {
                sum += Long.parseLong(fields[number - 2]);
            }
            return sum;
        } catch (IOException gone) {
            return 0;
        }
    }
}
