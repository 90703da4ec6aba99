package io.lepton.compress.internal;

import io.lepton.compress.CompressionReport;
import io.lepton.compress.CompressionReport.Side;
import io.lepton.report.HtmlPage;
import java.util.List;
import java.util.Locale;

/** A compression report for people. */
public final class ReportText {
  private ReportText() {}

  private static List<List<String>> table(CompressionReport report) {
    Side before = report.original();
    Side after = report.compressed();
    return List.of(
        List.of("format", before.format(), after.format(), ""),
        row("size, bytes", "%,.0f", (double) before.bytes(), (double) after.bytes()),
        row("time of one row, p50, µs", "%.1f", before.p50Micros(), after.p50Micros()),
        row("time of one row, p99, µs", "%.1f", before.p99Micros(), after.p99Micros()),
        List.of("memory, bytes", memory(before), memory(after), ""),
        List.of("accuracy", accuracy(before), accuracy(after), ""));
  }

  private static List<String> row(String name, String format, double before, double after) {
    return List.of(name, say(format, before), say(format, after), say("%.2f×", before / after));
  }

  private static String memory(Side side) {
    return side.memory().isPresent() ? say("%,d", side.memory().getAsLong()) : "not known";
  }

  private static String accuracy(Side side) {
    return say("%.4f [%.4f, %.4f]", side.accuracy(), side.interval().low(), side.interval().high());
  }

  private static String comparison(CompressionReport report) {
    return say(
        "Of %d rows, the original alone got %d right and the compressed model alone %d: accuracy"
            + " changed by %+.4f [%+.4f, %+.4f], McNemar's exact p = %.3g.",
        report.rows(),
        report.onlyOriginal(),
        report.onlyCompressed(),
        report.compressed().accuracy() - report.original().accuracy(),
        report.difference().low(),
        report.difference().high(),
        report.pValue());
  }

  public static String text(CompressionReport report) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : table(report)) {
      text.append(say("%-26s %-28s %-28s %s%n", row.toArray()));
    }
    return text.append(comparison(report)).toString();
  }

  public static String html(CompressionReport report) {
    return HtmlPage.titled("Compression")
        .paragraph(comparison(report))
        .table(List.of("", "original", "compressed", "ratio"), table(report))
        .note(
            "Times are of 500 predictions of one row each, after 100 to warm up, both models in"
                + " turns; intervals are of 95 %. Memory is what the process grew by.")
        .html();
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
