package io.millrace.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A small bar chart: for each figure that a scenario shows, one bar a server, as long as its share of the largest. */
final class Chart {

    private static final int LABEL_WIDTH = 210;
    private static final int BAR_WIDTH = 360;
    private static final int WIDTH = LABEL_WIDTH + BAR_WIDTH + 150;
    private static final int BAR_HEIGHT = 12;
    private static final int GAP = 10;
    private static final List<String> COLOURS = List.of("#1f6f8b", "#c0762b", "#6b7b3a", "#84476d", "#555555");

    private Chart() {}

    static String of(Result result) {
        Map<String, Figures> medians = result.medians();
        StringBuilder bars = new StringBuilder();
        int y = GAP;
        for (String figure : result.scenario().shown()) {
            double largest = medians.values().stream()
                    .mapToDouble(median -> median.get(figure))
                    .filter(Double::isFinite)
                    .max()
                    .orElse(0);
            bars.append(text(0, y + BAR_HEIGHT - 2, figure));
            int colour = 0;
            for (Map.Entry<String, Figures> server : medians.entrySet()) {
                double value = server.getValue().get(figure);
                if (Double.isFinite(value)) {
                    int length = largest > 0 ? (int) Math.round(BAR_WIDTH * value / largest) : 0;
                    bars.append(String.format(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                            LABEL_WIDTH,
                            y,
                            Math.max(1, length),
                            BAR_HEIGHT - 1,
                            COLOURS.get(colour % COLOURS.size())));
                    bars.append(text(
                            LABEL_WIDTH + Math.max(1, length) + 4,
                            y + BAR_HEIGHT - 2,
                            Table.number(value) + ' ' + server.getKey()));
                    y += BAR_HEIGHT;
                }
                colour++;
            }
            y += GAP;
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                WIDTH,
                y,
                bars);
    }

    private static String text(int x, int y, String text) {
        return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, text);
    }
}
