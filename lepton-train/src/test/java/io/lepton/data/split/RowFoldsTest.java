package io.lepton.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RowFoldsTest {
  private static void assertEachRowHeldOutOnce(List<RowFold> folds, int rows) {
    int[] tested = folds.stream().flatMapToInt(f -> Arrays.stream(f.test())).sorted().toArray();
    assertThat(tested).isEqualTo(IntStream.range(0, rows).toArray());
    for (RowFold fold : folds) {
      assertThat(fold.test()).isSorted().isNotEmpty();
      int[] both =
          IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.test()))
              .sorted()
              .toArray();
      assertThat(both).isEqualTo(tested);
    }
  }

  @Property(tries = 150, seed = "20261122")
  void randomFoldsHoldEachRowOutOnceAndAreEven(
      @ForAll @IntRange(min = 2, max = 200) int rows,
      @ForAll @IntRange(min = 2, max = 12) int k,
      @ForAll long seed) {
    int parts = Math.min(k, rows);

    List<RowFold> folds = RowFolds.random(rows, parts, seed);

    assertEachRowHeldOutOnce(folds, rows);
    folds.forEach(
        fold -> assertThat(fold.test().length).isBetween(rows / parts, (rows + parts - 1) / parts));
  }

  @Property(tries = 150, seed = "20261123")
  void groupsAreNeverInTrainingAndTestOfOneFold(
      @ForAll @IntRange(min = 40, max = 200) int rows,
      @ForAll @IntRange(min = 2, max = 6) int k,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] groupOf =
        IntStream.range(0, rows).map(row -> row < 6 ? row : random.nextInt(20)).toArray();

    List<RowFold> folds = RowFolds.grouped(Arrays.stream(groupOf).boxed().toList(), k, seed);

    assertEachRowHeldOutOnce(folds, rows);
    for (RowFold fold : folds) {
      int[] train = Arrays.stream(fold.train()).map(row -> groupOf[row]).distinct().toArray();
      int[] test = Arrays.stream(fold.test()).map(row -> groupOf[row]).distinct().toArray();
      assertThat(train).doesNotContain(test);
    }
  }

  @Property(tries = 150, seed = "20261124")
  void foldsByTimeTestOnlyOnWhatComesLater(
      @ForAll @IntRange(min = 60, max = 200) int rows,
      @ForAll @IntRange(min = 1, max = 4) int k,
      @ForAll long seed) {
    double[] times = new SplittableRandom(seed).ints(rows, 0, 100).asDoubleStream().toArray();

    List<RowFold> folds = RowFolds.byTime(times, k);

    assertThat(folds).hasSize(k);
    int before = 0;
    for (RowFold fold : folds) {
      double last = Arrays.stream(fold.train()).mapToDouble(row -> times[row]).max().orElseThrow();
      assertThat(Arrays.stream(fold.test())).isNotEmpty().allMatch(row -> times[row] > last);
      assertThat(fold.train().length).isGreaterThan(before);
      before = fold.train().length;
    }
    RowFold end = folds.get(k - 1);
    assertThat(end.train().length + end.test().length).isEqualTo(rows);
  }

  @Example
  void repeatsCutAnew() {
    List<RowFold> folds = RowFolds.repeated(3, 9, seed -> RowFolds.random(20, 5, seed));

    assertThat(folds).hasSize(15);
    assertThat(folds.stream().map(fold -> Arrays.toString(fold.test())).distinct()).hasSize(15);
    assertThat(folds.get(5).test()).isEqualTo(RowFolds.random(20, 5, 10).get(0).test());
  }

  @Example
  void saysWhatDoesNotFit() {
    List<String> labels = List.of("a", "b", "a", "b");
    refuses(() -> RowFolds.random(4, 5, 1), "5 folds of 4 rows; expected from 2");
    refuses(() -> RowFolds.random(4, 1, 1), "1 folds of 4 rows");
    refuses(() -> RowFolds.stratified(labels, 5, 1), "5 folds of 4 rows");
    refuses(() -> RowFolds.stratified(List.of("a", "a"), 2, 1), "all 2 rows have the class \"a\"");
    refuses(() -> RowFolds.grouped(labels, 3, 1), "3 folds of 2 groups");
    refuses(() -> RowFolds.byTime(new double[] {1, 2}, 2), "2 folds by time of 2 rows");
    refuses(() -> RowFolds.byTime(new double[] {1, 1, 1, 2}, 2), "gets no row");
    refuses(() -> RowFolds.repeated(0, 1, seed -> List.of()), "0 repeats");
  }

  private static void refuses(Runnable cut, String message) {
    assertThatThrownBy(cut::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
