package io.lepton.monitor;

import io.lepton.model.Version;
import io.lepton.stats.drift.PopulationStabilityIndex;
import io.lepton.stats.multiple.PValueAdjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides which columns of a window drifted. A column FAILs only if its difference from training is
 * both
 *
 * <ul>
 *   <li>more than chance: the p-value, corrected for all columns of the window by Holm's method, is
 *       at most alpha. Alone, this would alarm on every large window, since no two samples of real
 *       data are alike to the last digit; and
 *   <li>large enough to matter: the population stability index is at least the relevant one plus
 *       (bins − 1)·(1/n + 1/m), which chance adds on average for n rows of training and m of the
 *       window (Yurdakul 2018). Alone, this would alarm on small windows, where the index is large
 *       by chance about half of the time.
 * </ul>
 *
 * <p>A column PASSes only if the window was large enough that a drift just large enough to matter
 * would have been more than chance more often than not; otherwise it is INCONCLUSIVE.
 */
final class DriftTest {
  private final Layout layout;
  private final double alpha;
  private final double relevantPsi;
  private final int minimumRows;
  private final @Nullable Version version;

  DriftTest(Layout layout, MonitorBuilder options) {
    this.layout = layout;
    alpha = options.alpha;
    relevantPsi = options.relevantPsi;
    minimumRows = options.minimumRows;
    version = options.version;
  }

  DriftReport compare(Window window, long number) {
    List<ColumnTest> tests = new ArrayList<>();
    for (int i = 0; i < layout.columns.size(); i++) {
      tests.add(ColumnTest.of(layout.columns.get(i), window.column(i)));
    }
    double[] adjusted =
        PValueAdjustment.HOLM.adjust(tests.stream().mapToDouble(ColumnTest::pValue).toArray());
    List<ColumnDrift> columns = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      columns.add(judge(tests.get(i), adjusted[i], window, i));
    }
    return new DriftReport(
        version, number, window.rows(), window.from(), window.to(), alpha, relevantPsi, columns);
  }

  private ColumnDrift judge(ColumnTest test, double adjusted, Window window, int index) {
    double psi = 0;
    double threshold = relevantPsi;
    Finding finding = tooFew("window", window.rows());
    long trained = test.histogram().reference().stream().mapToLong(Long::longValue).sum();
    finding = finding != null ? finding : tooFew("training profile", trained);
    if (test.cells().comparable()) {
      Cells cells = test.cells();
      // The strictest level Holm's method asks of any column.
      double strictest = alpha / layout.columns.size() / test.questions();
      PopulationStabilityIndex.Result result = cells.index(strictest);
      psi = result.index();
      threshold += result.degreesOfFreedom() / cells.effectiveSize();
      if (finding == null) {
        finding = finding(test, adjusted, psi, threshold, result.threshold());
      }
    }
    if (finding == null) {
      finding = new Finding(DriftVerdict.INCONCLUSIVE, "there is nothing to compare");
    }
    return new ColumnDrift(
        test.column().name,
        test.column().kind,
        finding.verdict,
        finding.reason,
        psi,
        threshold,
        test.kolmogorovSmirnov(),
        test.pValue(),
        adjusted,
        window.unseen(index),
        test.histogram());
  }

  private record Finding(DriftVerdict verdict, String reason) {}

  private @Nullable Finding tooFew(String where, long rows) {
    return rows >= minimumRows
        ? null
        : new Finding(
            DriftVerdict.INCONCLUSIVE,
            "the " + where + " has " + rows + " rows; expected at least " + minimumRows);
  }

  private Finding finding(
      ColumnTest test, double adjusted, double psi, double threshold, double byChance) {
    if (adjusted <= alpha && psi >= threshold) {
      return new Finding(DriftVerdict.FAIL, largestChange(test.histogram()));
    }
    if (byChance > threshold) {
      return new Finding(DriftVerdict.INCONCLUSIVE, rowsNeeded(test, byChance));
    }
    return new Finding(
        DriftVerdict.PASS, adjusted <= alpha ? "a change, but too small to matter" : "");
  }

  private static String largestChange(DriftHistogram histogram) {
    double[] then = histogram.referenceShares();
    double[] now = histogram.liveShares();
    int largest = 0;
    for (int i = 1; i < then.length; i++) {
      if (Math.abs(now[i] - then[i]) > Math.abs(now[largest] - then[largest])) {
        largest = i;
      }
    }
    return String.format(
        Locale.ROOT,
        "\"%s\" came in %.1f %% of rows, in training in %.1f %%",
        histogram.labels().get(largest),
        100 * now[largest],
        100 * then[largest]);
  }

  private String rowsNeeded(ColumnTest test, double byChance) {
    Cells cells = test.cells();
    double excess = byChance * cells.effectiveSize() - cells.degreesOfFreedom();
    long trained = test.histogram().reference().stream().mapToLong(Long::longValue).sum();
    double inverse = relevantPsi / excess - 1.0 / trained;
    String needed =
        inverse > 0
            ? "windows of about " + (long) Math.ceil(1 / inverse) + " rows"
            : "a profile of more than " + (long) Math.ceil(excess / relevantPsi) + " rows";
    return "to see a drift of PSI " + relevantPsi + " takes " + needed;
  }
}
