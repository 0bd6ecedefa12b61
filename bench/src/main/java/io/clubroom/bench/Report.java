package io.clubroom.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.clubroom.bench.Row.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Writes the results: a table, JSON and plots. */
final class Report {
    private static final String[] COLOURS = {"#1f6feb", "#d1242f", "#1a7f37", "#9a6700"};
    /** Longer times are shown in seconds. */
    private static final double MICROS_SHOWN = 50_000;

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int MARGIN = 60;

    private final Path directory;
    private final Rows rows;

    Report(Path directory, Rows rows) {
        this.directory = directory;
        this.rows = rows;
    }

    String table() {
        StringBuilder out = new StringBuilder();
        out.append("%-52s %-7s %9s %17s %7s %7s %7s %14s %14s %9s %9s  %s%n"
                .formatted(
                        "",
                        "server",
                        "ratio",
                        "(from – to)",
                        "floor",
                        "aim",
                        "",
                        "measured",
                        "limit",
                        "CPU/op",
                        "DB/op",
                        ""));
        for (Row row : rows.rows) {
            row.rounds.keySet().forEach(server -> {
                Spread ratio = row.ratio(server);
                Spread value = row.value(server);
                out.append("%-52s %-7s %9.2f %17s %7s %7s %7s %14s %14s %9s %9s  %s%n"
                        .formatted(
                                row.what,
                                server,
                                ratio.median(),
                                "(%.2f – %.2f)".formatted(ratio.min(), ratio.max()),
                                number(row.floor),
                                number(row.aim),
                                row.reaches(row.aim, server) ? "AIM" : row.reaches(row.floor, server) ? "ok" : "MISSED",
                                number(value.median()) + " " + row.unit,
                                row.limit + " " + number(row.limit(server).median()),
                                cpu(row.cpuMicros(server)),
                                cpu(row.databaseMicros(server)),
                                doubts(row, ratio)));
            });
            row.remarks.stream()
                    .distinct()
                    .forEach(remark -> out.append("    ").append(remark).append('\n'));
        }
        rows.failures.forEach((key, why) -> out.append("%s: NOT MEASURED: %s%n".formatted(key, why)));
        return out.toString();
    }

    private static String doubts(Row row, Spread ratio) {
        List<String> doubts = new ArrayList<>();
        if (!row.isBelievable()) {
            doubts.add("DON'T BELIEVE: others kept %.1f processors busy".formatted(row.othersCpus));
        }
        if (ratio.width() > 0.5) {
            doubts.add("wide spread");
        }
        return String.join("; ", doubts);
    }

    private static String cpu(Spread micros) {
        double median = micros.median();
        if (Double.isNaN(median)) {
            return "";
        }
        return median < MICROS_SHOWN ? "%.1f µs".formatted(median) : "%.2f s".formatted(median / 1e6);
    }

    private static String number(double value) {
        return value >= 100 ? "%,.0f".formatted(value) : "%.2f".formatted(value);
    }

    void write(Map<String, Object> circumstances) throws IOException {
        Files.createDirectories(directory);
        List<Map<String, Object>> json = new ArrayList<>();
        for (Row row : rows.rows) {
            row.rounds.forEach((server, rounds) -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("row", row.key);
                one.put("what", row.what);
                one.put("server", server);
                one.put("unit", row.unit);
                one.put("limit", row.limit);
                one.put("floor", row.floor);
                one.put("aim", row.aim);
                one.put("reaches_floor", row.reaches(row.floor, server));
                one.put("ratio", row.ratio(server));
                one.put("rounds", rounds);
                one.put("processors_busy_for_others", row.othersCpus);
                one.put("believable", row.isBelievable());
                one.put("remarks", row.remarks);
                json.add(one);
            });
        }
        Map<String, Object> all = new LinkedHashMap<>(circumstances);
        all.put("rows", json);
        all.put("not_measured", rows.failures);
        all.put("fan_out_by_room_size", rows.fanOutBySize);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(directory.resolve("results.json").toFile(), all);
        Files.writeString(directory.resolve("table.txt"), table());
        if (!rows.latencies.isEmpty()) {
            Files.writeString(directory.resolve("latencies.svg"), latencies());
        }
        if (!rows.fanOutBySize.isEmpty()) {
            Files.writeString(directory.resolve("fan-out.svg"), fanOut());
        }
    }

    /** Percentiles on a scale of nines. */
    private String latencies() {
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        rows.latencies.forEach((name, histogram) -> lines.put(name, percentiles(histogram)));
        Map<Double, String> ticks = new LinkedHashMap<>();
        ticks.put(0.0, "0 %");
        ticks.put(1.0, "90 %");
        ticks.put(2.0, "99 %");
        ticks.put(3.0, "99.9 %");
        ticks.put(4.0, "99.99 %");
        return plot("Reads at 30 % of saturation: latency in ms by percentile", lines, ticks);
    }

    private static List<double[]> percentiles(Histogram histogram) {
        List<double[]> points = new ArrayList<>();
        for (double nines = 0; nines <= 4; nines += 0.05) {
            double percentile = 100 * (1 - Math.pow(10, -nines));
            points.add(new double[] {nines, histogram.getValueAtPercentile(percentile) / 1e6});
        }
        return points;
    }

    private String fanOut() {
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        Map<Double, String> ticks = new LinkedHashMap<>();
        rows.fanOutBySize.forEach((name, bySize) -> {
            List<double[]> points = new ArrayList<>();
            bySize.forEach((size, perSecond) -> {
                points.add(new double[] {Math.log10(size), perSecond});
                ticks.put(Math.log10(size), "%,d".formatted(size));
            });
            lines.put(name, points);
        });
        return plot("Deliveries a second and processor by the size of the room", lines, ticks);
    }

    static String plot(String title, Map<String, List<double[]>> lines, Map<Double, String> ticks) {
        double left = ticks.keySet().stream().mapToDouble(x -> x).min().orElse(0);
        double right = ticks.keySet().stream().mapToDouble(x -> x).max().orElse(1);
        double top = lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(point -> point[1])
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        .formatted(WIDTH, HEIGHT));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.append("<text x=\"%d\" y=\"20\">%s</text>%n".formatted(MARGIN, title));
        for (int i = 0; i <= 4; i++) {
            double y = HEIGHT - MARGIN - i / 4.0 * (HEIGHT - 2 * MARGIN);
            svg.append(line(MARGIN, y, WIDTH - MARGIN / 2.0, y));
            svg.append("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n"
                    .formatted(MARGIN - 5, y + 4, number(top * i / 4)));
        }
        ticks.forEach((x, label) -> svg.append("<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n"
                .formatted(place(x, left, right), HEIGHT - MARGIN + 18, x == right ? "end" : "middle", label)));
        int colour = 0;
        for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
            StringBuilder points = new StringBuilder();
            for (double[] point : line.getValue()) {
                points.append("%.1f,%.1f ".formatted(place(point[0], left, right), height(point[1], top)));
            }
            String paint = COLOURS[colour % COLOURS.length];
            svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n"
                    .formatted(paint, points.toString().strip()));
            svg.append("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n"
                    .formatted(MARGIN + 10, 40 + 16 * colour, paint, line.getKey()));
            colour++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n".formatted(x1, y1, x2, y2);
    }

    private static double place(double x, double left, double right) {
        return MARGIN + (x - left) / (right - left) * (WIDTH - 1.5 * MARGIN);
    }

    private static double height(double y, double top) {
        return HEIGHT - MARGIN - y / top * (HEIGHT - 2 * MARGIN);
    }

    static {
        Locale.setDefault(Locale.ROOT);
    }
}
