package io.lepton.tune;

import io.lepton.data.split.Fractions;
import io.lepton.data.split.RowFold;
import io.lepton.data.split.RowFolds;
import io.lepton.data.split.RowSplit;
import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/** How a cross-validation cuts rows into folds, and training parts for early stopping. */
sealed interface Cut {
  /** All folds, those of one repeat side by side. */
  List<RowFold> folds(int count, int repeats, long seed);

  /** Of some of the rows, by their places among them. */
  RowSplit validation(int[] rows, Fractions fractions, long seed);

  /** At random, classes shared out evenly; without labels simply at random. */
  record AtRandom(int size, List<String> labels) implements Cut {
    @Override
    public List<RowFold> folds(int count, int repeats, long seed) {
      return RowFolds.repeated(
          repeats,
          seed,
          s ->
              labels.isEmpty()
                  ? RowFolds.random(size, count, s)
                  : RowFolds.stratified(labels, count, s));
    }

    @Override
    public RowSplit validation(int[] rows, Fractions fractions, long seed) {
      return labels.isEmpty()
          ? RowSplit.random(rows.length, fractions, seed)
          : RowSplit.stratified(
              Arrays.stream(rows).mapToObj(labels::get).toList(), fractions, seed);
    }
  }

  /** Whole groups. */
  record ByGroup(List<?> groups) implements Cut {
    @Override
    public List<RowFold> folds(int count, int repeats, long seed) {
      return RowFolds.repeated(repeats, seed, s -> RowFolds.grouped(groups, count, s));
    }

    @Override
    public RowSplit validation(int[] rows, Fractions fractions, long seed) {
      return RowSplit.grouped(
          Arrays.stream(rows).<Object>mapToObj(groups::get).toList(), fractions, seed);
    }
  }

  /** The later rows held out, and of the earlier the latest for early stopping. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record ByTime(double[] times) implements Cut {
    @Override
    public List<RowFold> folds(int count, int repeats, long seed) {
      if (repeats != 1) {
        throw new InvalidInputException(
            repeats + " repeats of folds by time, which can be cut one way only; expected 1");
      }
      return RowFolds.byTime(times, count);
    }

    @Override
    public RowSplit validation(int[] rows, Fractions fractions, long seed) {
      return RowSplit.byTime(
          Arrays.stream(rows).mapToDouble(row -> times[row]).toArray(), fractions);
    }
  }

  /** The caller's folds; for early stopping as before. */
  record Given(List<RowFold> rows, Cut before) implements Cut {
    @Override
    public List<RowFold> folds(int count, int repeats, long seed) {
      return rows;
    }

    @Override
    public RowSplit validation(int[] rows, Fractions fractions, long seed) {
      return before.validation(rows, fractions, seed);
    }
  }
}
