package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

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
   * @throws InvalidInputException if k is out of range
   * @throws io.lepton.error.NotFoundException if the data has no label
   */
  public static List<Fold> stratified(Dataset data, int k, long seed) {
    if (k < 2 || k > data.rows()) {
      throw new InvalidInputException(
          k + " folds of " + data + "; expected from 2 to the number of rows");
    }
    int[] partOf = new int[data.rows()];
    int next = 0; // goes on from class to class, so that the parts' sizes stay even
    for (int[] rows : Strata.shuffled(data, new SplittableRandom(seed))) {
      for (int row : rows) {
        partOf[row] = next++ % k;
      }
    }
    List<Fold> folds = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      int part = i;
      folds.add(
          new Fold(
              data.selectIf(row -> partOf[row] != part).named("train"),
              data.selectIf(row -> partOf[row] == part).named("test")));
    }
    return folds;
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
    if (repeats < 1) {
      throw new InvalidInputException(repeats + " repeats; expected at least 1");
    }
    List<Fold> folds = new ArrayList<>();
    for (int repeat = 0; repeat < repeats; repeat++) {
      folds.addAll(stratified(data, k, seed + repeat));
    }
    return folds;
  }
}
