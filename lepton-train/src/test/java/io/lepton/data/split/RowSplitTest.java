package io.lepton.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RowSplitTest {
  private static final Fractions FRACTIONS = Fractions.of(0.6, 0.2, 0.2);

  private static void assertDisjointAndComplete(RowSplit split, int rows) {
    List<int[]> parts = List.of(split.train(), split.validation(), split.test());
    parts.forEach(part -> assertThat(part).isSorted());
    int[] all = parts.stream().flatMapToInt(Arrays::stream).sorted().toArray();
    assertThat(all).isEqualTo(IntStream.range(0, rows).toArray());
  }

  @Property(tries = 200, seed = "20261122")
  void everyRowIsInExactlyOnePartOfItsSize(
      @ForAll @IntRange(min = 5, max = 300) int rows,
      @ForAll @IntRange(min = 30, max = 80) int percent,
      @ForAll long seed) {
    double train = percent / 100.0;
    Fractions fractions = Fractions.of(train, 0, 1 - train);

    RowSplit split = RowSplit.random(rows, fractions, seed);

    assertDisjointAndComplete(split, rows);
    assertThat((double) split.train().length)
        .isBetween(Math.floor(rows * train + 1e-9), Math.ceil(rows * train - 1e-9));
    assertThat(split.validation()).isEmpty();
    assertThat(RowSplit.random(rows, fractions, seed).test()).isEqualTo(split.test());
  }

  @Property(tries = 200, seed = "20261123")
  void noGroupIsTorn(
      @ForAll @IntRange(min = 60, max = 300) int rows,
      @ForAll @IntRange(min = 30, max = 60) int groups,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> groupOf =
        IntStream.range(0, rows).mapToObj(row -> "g" + random.nextInt(groups)).toList();
    long largest =
        groupOf.stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow();

    RowSplit split = RowSplit.grouped(groupOf, FRACTIONS, seed);

    assertDisjointAndComplete(split, rows);
    List<String> train = Arrays.stream(split.train()).mapToObj(groupOf::get).toList();
    List<String> validation = Arrays.stream(split.validation()).mapToObj(groupOf::get).toList();
    List<String> test = Arrays.stream(split.test()).mapToObj(groupOf::get).toList();
    assertThat(train).doesNotContainAnyElementsOf(validation).doesNotContainAnyElementsOf(test);
    assertThat(validation).doesNotContainAnyElementsOf(test);
    assertThat(train.size() - 0.6 * rows).isLessThanOrEqualTo(largest);
    assertThat(test.size() - 0.2 * rows).isLessThanOrEqualTo(largest);
  }

  @Property(tries = 200, seed = "20261124")
  void timeNeverLeaks(
      @ForAll @IntRange(min = 30, max = 200) int rows,
      @ForAll @IntRange(min = 20, max = 1000) int times,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] timeOf = random.ints(rows, 0, times).asDoubleStream().toArray();
    int most =
        (int)
            Arrays.stream(timeOf)
                .mapToLong(time -> Arrays.stream(timeOf).filter(t -> t == time).count())
                .max()
                .orElseThrow();

    RowSplit split = RowSplit.byTime(timeOf, FRACTIONS);

    assertDisjointAndComplete(split, rows);
    double endOfTrain =
        Arrays.stream(split.train()).mapToDouble(row -> timeOf[row]).max().orElseThrow();
    double[] validation = Arrays.stream(split.validation()).mapToDouble(r -> timeOf[r]).toArray();
    double startOfTest =
        Arrays.stream(split.test()).mapToDouble(r -> timeOf[r]).min().orElseThrow();
    assertThat(Arrays.stream(validation)).allMatch(t -> endOfTrain < t && t < startOfTest);
    // A cut moves by at most half of the rows of one time.
    assertThat(Math.abs(split.train().length - 0.6 * rows)).isLessThanOrEqualTo(most / 2.0 + 0.5);
  }

  @Property(tries = 100, seed = "20261125")
  void classSharesAreWithinRounding(
      @ForAll @IntRange(min = 10, max = 100) int few,
      @ForAll @IntRange(min = 10, max = 100) int many,
      @ForAll long seed) {
    List<String> labels =
        IntStream.range(0, few + many).mapToObj(row -> row < few ? "few" : "many").toList();

    RowSplit split = RowSplit.stratified(labels, FRACTIONS, seed);

    assertDisjointAndComplete(split, few + many);
    Map<int[], Double> parts =
        Map.of(split.train(), 0.6, split.validation(), 0.2, split.test(), 0.2);
    parts.forEach(
        (rows, fraction) ->
            assertThat((double) Arrays.stream(rows).filter(row -> row < few).count())
                .isBetween(Math.floor(fraction * few + 1e-9), Math.ceil(fraction * few - 1e-9)));
  }

  @Example
  void saysWhatDoesNotFit() {
    List<String> one = List.of("a", "a", "a", "a", "a", "a");
    assertThatThrownBy(() -> RowSplit.stratified(one, FRACTIONS, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("all 6 rows have the class \"a\"");
    assertThatThrownBy(() -> RowSplit.grouped(one, FRACTIONS, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"validation\" gets no row");
    assertThatThrownBy(() -> RowSplit.byTime(new double[] {1, 1, 1}, FRACTIONS))
        .hasMessageContaining("gets no row");
    assertThatThrownBy(() -> RowSplit.byTime(new double[] {1, Double.NaN}, FRACTIONS))
        .hasMessageContaining("row 1 has no time");
    assertThatThrownBy(() -> RowSplit.random(0, FRACTIONS, 1)).hasMessageContaining("too small");
    assertThatThrownBy(() -> RowSplit.stratified(List.of(), FRACTIONS, 1))
        .hasMessageContaining("too small");
    assertThatThrownBy(() -> Fractions.of(0.5, 0.5, 0.5)).hasMessageContaining("a sum of 1");
  }
}
