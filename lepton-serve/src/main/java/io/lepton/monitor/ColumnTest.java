package io.lepton.monitor;

import io.lepton.stats.test.KolmogorovSmirnov;
import org.jspecify.annotations.Nullable;

/**
 * One column of a window next to training, before any correction for the number of columns.
 *
 * @param column that was compared
 * @param histogram of both
 * @param cells the same with rare bins pooled
 * @param kolmogorovSmirnov distance, or null if there is none
 * @param pValue of the stronger test, corrected for having asked one or two
 * @param questions how many tests were asked
 */
record ColumnTest(
    WatchedColumn column,
    DriftHistogram histogram,
    Cells cells,
    @Nullable Double kolmogorovSmirnov,
    double pValue,
    int questions) {

  /**
   * The bins show any change, missing and unseen values too, but spread thin over many; the
   * distance between the distribution functions shows a shift of a number best. Twice the smaller
   * p-value holds the level of both.
   */
  static ColumnTest of(WatchedColumn column, double[] live) {
    DriftHistogram histogram = column.histogram(live);
    Cells cells = Cells.of(histogram);
    if (!cells.comparable()) {
      return new ColumnTest(column, histogram, cells, null, 1, 1);
    }
    double binned = cells.pValue();
    KolmogorovSmirnov.@Nullable Result distance = column.kolmogorovSmirnov(live);
    return distance == null
        ? new ColumnTest(column, histogram, cells, null, binned, 1)
        : new ColumnTest(
            column,
            histogram,
            cells,
            distance.statistic(),
            Math.min(1, 2 * Math.min(binned, distance.pValue())),
            2);
  }
}
