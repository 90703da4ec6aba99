package io.lepton.data;

import io.lepton.data.split.RowFold;
import io.lepton.data.split.RowFolds;
import io.lepton.error.InvalidInputException;
import java.util.List;

/** Cuts a dataset for cross-validation. */
public final class Folds {
  private Folds() {}

  /**
   * Cuts into k parts at random and holds each out once. Sizes of parts differ by at most one row,
   * and so do the numbers of rows of each class in them.
   *
   * @param data with a label
   * @param k number of parts, from 2 to the number of rows
   * @param seed the same seed cuts the same data the same way, on every machine
   * @return k folds, named {@code train} and {@code test}
   * @throws InvalidInputException if k is out of range, or all rows have one class
   * @throws io.lepton.error.NotFoundException if the data has no label
   */
  public static List<Fold> stratified(Dataset data, int k, long seed) {
    return of(RowFolds.stratified(data.labels(), k, seed), data);
  }

  /**
   * Cuts into k parts at random, whatever the labels, and holds each out once.
   *
   * @param data any table
   * @param k number of parts, from 2 to the number of rows
   * @param seed the same seed cuts the same data the same way, on every machine
   * @return k folds, named {@code train} and {@code test}
   * @throws InvalidInputException if k is out of range
   */
  public static List<Fold> random(Dataset data, int k, long seed) {
    return of(RowFolds.random(data.rows(), k, seed), data);
  }

  /**
   * Cuts whole groups into k parts and holds each out once: rows with the same value in a column
   * are never in training and test of one fold.
   *
   * @param data any table
   * @param column that names the group; never missing
   * @param k number of parts, from 2 to the number of groups
   * @param seed the same seed cuts the same data the same way, on every machine
   * @return k folds, named {@code train} and {@code test}
   * @throws InvalidInputException if k is out of range, or a row has no group
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public static List<Fold> grouped(Dataset data, String column, int k, long seed) {
    return of(RowFolds.grouped(Keys.groups(data, column), k, seed), data);
  }

  /**
   * Walks forward in time, fitting on all that is earlier than what is held out.
   *
   * @param data any table
   * @param column with the time, as in {@link Split#byTime}
   * @param k number of folds, at least 1
   * @return k folds, the earliest first, named {@code train} and {@code test}
   * @throws InvalidInputException if k is out of range, or a row has no time or one of another form
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public static List<Fold> byTime(Dataset data, String column, int k) {
    return of(RowFolds.byTime(Keys.times(data, column), k), data);
  }

  /**
   * Cuts several times, each time otherwise.
   *
   * @param data with a label
   * @param k number of parts
   * @param repeats number of times, at least 1
   * @param seed of the first cut; the following ones add 1 each
   * @return k × repeats folds, those of one cut side by side
   * @throws InvalidInputException if k or repeats is out of range
   */
  public static List<Fold> repeated(Dataset data, int k, int repeats, long seed) {
    List<String> labels = data.labels();
    return of(RowFolds.repeated(repeats, seed, s -> RowFolds.stratified(labels, k, s)), data);
  }

  /**
   * The parts of a table for rows cut in any other way.
   *
   * @param rows as {@link RowFolds} made them for this table
   * @param data with the rows that were cut
   * @return as many folds, named {@code train} and {@code test}
   */
  public static List<Fold> of(List<RowFold> rows, Dataset data) {
    return rows.stream()
        .map(fold -> fold.of(data))
        .map(parts -> new Fold(parts.train(), parts.test()))
        .toList();
  }
}
