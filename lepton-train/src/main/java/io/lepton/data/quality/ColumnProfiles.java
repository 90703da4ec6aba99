package io.lepton.data.quality;

import io.lepton.data.BooleanColumn;
import io.lepton.data.CategoricalColumn;
import io.lepton.data.Column;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.NumericColumn;
import io.lepton.data.TextColumn;
import io.lepton.data.text.Tokenizer;
import io.lepton.model.DataReference;
import io.lepton.report.BarChart;
import io.lepton.report.HtmlPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How every column of a table looks, to read before anything is trained. What monitoring compares
 * live data to is the {@code DataProfile} that training saves with the model.
 *
 * @param data that was profiled
 * @param columns one for each column, in order
 */
public record ColumnProfiles(DataReference data, List<ColumnProfile> columns) {
  private static final int BINS = 12;
  private static final int TOP = 12;

  /** {@inheritDoc} */
  public ColumnProfiles {
    Objects.requireNonNull(data);
    columns = List.copyOf(columns);
  }

  /**
   * Profiles a table.
   *
   * @param data any
   * @return a profile of each column
   */
  public static ColumnProfiles of(Dataset data) {
    return new ColumnProfiles(
        data.reference(), data.columns().stream().map(ColumnProfiles::profile).toList());
  }

  private static ColumnProfile profile(Column column) {
    int missing = column.missingCount();
    long distinct =
        IntStream.range(0, column.size())
            .mapToObj(column::value)
            .flatMap(Optional::stream)
            .distinct()
            .count();
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<ColumnProfile.Bin> bins;
    List<ColumnProfile.Bin> tokens = List.of();
    if (column instanceof NumericColumn numeric) {
      bins = histogram(numeric.present(), numbers);
    } else if (column instanceof TextColumn) {
      double[] lengths =
          IntStream.range(0, column.size())
              .mapToObj(column::value)
              .flatMap(Optional::stream)
              .mapToDouble(text -> ((String) text).length())
              .toArray();
      bins = histogram(lengths, numbers);
      tokens = tokens(column, numbers);
    } else if (column instanceof BooleanColumn truths) {
      long yes = truths.trueCount();
      bins =
          List.of(
              new ColumnProfile.Bin("false", column.size() - missing - yes),
              new ColumnProfile.Bin("true", yes));
    } else {
      bins = top(((CategoricalColumn) column).counts());
    }
    return new ColumnProfile(
        column.name(), column.type(), column.size(), missing, distinct, numbers, bins, tokens);
  }

  private static List<ColumnProfile.Bin> tokens(Column column, Map<String, Double> numbers) {
    Map<String, Long> counts = new TreeMap<>();
    int texts = column.size() - column.missingCount();
    int empty = 0;
    for (int row = 0; row < column.size(); row++) {
      Object text = column.value(row).orElse(null);
      if (text != null) {
        List<String> found = Tokenizer.withDefaults().tokens((String) text);
        found.forEach(token -> counts.merge(token, 1L, Long::sum));
        empty += found.isEmpty() ? 1 : 0;
      }
    }
    double all = counts.values().stream().mapToLong(Long::longValue).sum();
    if (texts > 0) {
      numbers.put("tokens", all / texts);
      numbers.put("empty", (double) empty / texts);
    }
    if (all > 0) {
      numbers.put("unseen", counts.values().stream().filter(n -> n == 1).count() / all);
    }
    return top(counts);
  }

  private static List<ColumnProfile.Bin> histogram(double[] values, Map<String, Double> numbers) {
    if (values.length == 0) {
      return List.of();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).sum() / sorted.length;
    double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
    numbers.put("mean", mean);
    numbers.put("deviation", sorted.length < 2 ? 0 : Math.sqrt(squares / (sorted.length - 1)));
    double low = sorted[0];
    double high = sorted[sorted.length - 1];
    numbers.put("min", low);
    numbers.put("q25", quantile(sorted, 0.25));
    numbers.put("median", quantile(sorted, 0.5));
    numbers.put("q75", quantile(sorted, 0.75));
    numbers.put("max", high);
    int count = low == high ? 1 : BINS;
    long[] counts = new long[count];
    for (double value : sorted) {
      counts[low == high ? 0 : (int) Math.min(count - 1, (value - low) / (high - low) * count)]++;
    }
    List<ColumnProfile.Bin> bins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bins.add(new ColumnProfile.Bin(text(low + i * (high - low) / count), counts[i]));
    }
    return bins;
  }

  /** Type 7 of Hyndman and Fan 1996, as in R and NumPy. */
  private static double quantile(double[] sorted, double probability) {
    double at = probability * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static List<ColumnProfile.Bin> top(Map<String, Long> counts) {
    List<Map.Entry<String, Long>> sorted =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList();
    List<ColumnProfile.Bin> bins = new ArrayList<>();
    sorted.stream()
        .limit(TOP)
        .forEach(entry -> bins.add(new ColumnProfile.Bin(entry.getKey(), entry.getValue())));
    long rest = sorted.stream().skip(TOP).mapToLong(Map.Entry::getValue).sum();
    if (rest > 0) {
      bins.add(new ColumnProfile.Bin("(others)", rest));
    }
    return bins;
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /**
   * A page for people: a table of all columns, and a picture of each.
   *
   * @return HTML 5 that loads nothing from elsewhere
   */
  public String html() {
    HtmlPage page = HtmlPage.titled("Columns of " + data.name());
    page.paragraph(data.rows() + " rows, fingerprint " + data.fingerprint());
    List<List<String>> rows = new ArrayList<>();
    for (ColumnProfile column : columns) {
      Map<String, Double> numbers = column.numbers();
      List<String> cells = new ArrayList<>();
      cells.add(column.name());
      cells.add(column.type() + (column.type() == ColumnType.TEXT ? " (length)" : ""));
      cells.add(Long.toString(column.missing()));
      cells.add(Long.toString(column.distinct()));
      for (String name : List.of("mean", "deviation", "min", "median", "max")) {
        Double number = numbers.get(name);
        cells.add(number == null ? "" : text(number));
      }
      rows.add(cells);
    }
    page.table(
        List.of(
            "column", "type", "missing", "distinct", "mean", "deviation", "min", "median", "max"),
        rows);
    HtmlPage.Figure[] figures =
        columns.stream()
            .filter(column -> !column.bins().isEmpty())
            .flatMap(ColumnProfiles::figures)
            .toArray(HtmlPage.Figure[]::new);
    return page.section("Distributions").figures(figures).html();
  }

  private static Stream<HtmlPage.Figure> figures(ColumnProfile column) {
    String missing = column.missing() > 0 ? ", missing " + column.missing() : "";
    if (column.tokens().isEmpty()) {
      return Stream.of(figure(column.name(), "rows", column.bins(), column.name() + missing));
    }
    String name = column.name();
    String more =
        String.format(
            Locale.ROOT,
            "%s by token: %.4g in a text, %.2g of texts empty, %.2g of tokens come once",
            name,
            column.numbers().get("tokens"),
            column.numbers().get("empty"),
            column.numbers().get("unseen"));
    return Stream.of(
        figure(name, "rows", column.bins(), name + ", length" + missing),
        figure(name + ": tokens", "times", column.tokens(), more));
  }

  private static HtmlPage.Figure figure(
      String title, String unit, List<ColumnProfile.Bin> bins, String caption) {
    List<String> labels = bins.stream().map(ColumnProfile.Bin::label).toList();
    double[] counts = bins.stream().mapToDouble(ColumnProfile.Bin::count).toArray();
    String svg = BarChart.titled(title, unit, labels).bars(unit, counts).svg();
    return new HtmlPage.Figure(svg, caption);
  }
}
