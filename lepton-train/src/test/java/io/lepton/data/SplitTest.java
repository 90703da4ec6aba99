package io.lepton.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final Schema SCHEMA = Schema.builder().numeric("id").label("y").build();

  /** Rows with their number as the only feature, in classes of the given sizes, interleaved. */
  private static Dataset rows(int... sizes) {
    List<Row> rows = new ArrayList<>();
    int[] left = sizes.clone();
    for (boolean more = true; more; ) {
      more = false;
      for (int i = 0; i < left.length; i++) {
        if (left[i]-- > 0) {
          rows.add(Row.of("id", rows.size(), "y", "class " + i));
          more = true;
        }
      }
    }
    return Dataset.of("all", SCHEMA, rows);
  }

  private static List<Double> ids(Dataset data) {
    return data.toRows().stream().map(row -> (Double) row.get("id").orElseThrow()).toList();
  }

  @Property(tries = 300, seed = "20261123")
  void sharesEachClassOutByItsFractionRoundedDownOrUp(
      @ForAll @IntRange(min = 15, max = 200) int first,
      @ForAll @IntRange(min = 15, max = 200) int second,
      @ForAll @IntRange(min = 0, max = 200) int third,
      @ForAll @IntRange(min = 20, max = 80) int trainPercent,
      @ForAll long seed) {
    Dataset data = rows(first, second, third);
    double train = trainPercent / 100.0;
    double validation = (1 - train) / 3;
    double test = 1 - train - validation;

    Split split = Split.stratified(data, train, validation, test, seed);

    List<Dataset> parts = List.of(split.train(), split.validation(), split.test());
    double[] fractions = {train, validation, test};
    Set<Double> seen = new HashSet<>();
    for (int part = 0; part < 3; part++) {
      List<Double> ids = ids(parts.get(part));
      assertThat(ids).isSorted();
      seen.addAll(ids);
      Map<String, Long> counts = parts.get(part).classCounts();
      for (Map.Entry<String, Long> whole : data.classCounts().entrySet()) {
        double ideal = fractions[part] * whole.getValue();
        assertThat(counts.getOrDefault(whole.getKey(), 0L).doubleValue())
            .isBetween(Math.floor(ideal + 1e-9), Math.ceil(ideal - 1e-9));
      }
    }
    assertThat(parts.stream().mapToInt(Dataset::rows).sum()).isEqualTo(data.rows());
    assertThat(seen).hasSize(data.rows());
    assertThat(ids(Split.stratified(data, train, validation, test, seed).test()))
        .isEqualTo(ids(split.test()));
  }

  @Test
  void splitsTheGermanCreditDataExactly() {
    Split split = Split.stratified(GermanCredit.data(), 0.6, 0.2, 0.2, 42);

    assertThat(split.train().classCounts()).isEqualTo(Map.of("Bad", 180L, "Good", 420L));
    assertThat(split.validation().classCounts()).isEqualTo(Map.of("Bad", 60L, "Good", 140L));
    assertThat(split.test().classCounts()).isEqualTo(Map.of("Bad", 60L, "Good", 140L));
    assertThat(split.test().name()).isEqualTo("test");
    assertThat(Split.stratified(GermanCredit.data(), 0.6, 0.2, 0.2, 43).test().fingerprint())
        .isNotEqualTo(split.test().fingerprint());
  }

  @Test
  void splitsInTheSameWayForEver() {
    // Saved experiments name seeds: if this fails, a released split has changed.
    assertThat(ids(Split.stratified(rows(6, 6), 0.5, 0.25, 0.25, 7).train()))
        .containsExactly(0.0, 1.0, 2.0, 4.0, 5.0, 9.0);
  }

  @Test
  void refusesFractionsThatDoNotFit() {
    Dataset data = rows(5, 5);
    refuses(data, 0.5, 0.2, 0.2);
    refuses(data, 0, 0.5, 0.5);
    refuses(data, 1.2, -0.2, 0);
    refuses(data, Double.NaN, 0.5, 0.5);
    assertThatThrownBy(() -> Split.stratified(rows(1, 1), 0.9, 0.05, 0.05, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("too small");
    assertThat(Split.stratified(data, 1, 0, 0, 1).test().rows()).isZero();
  }

  private static void refuses(Dataset data, double train, double validation, double test) {
    assertThatThrownBy(() -> Split.stratified(data, train, validation, test, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a sum of 1");
  }

  @Property(tries = 200, seed = "20261124")
  void cutsFoldsThatAreEvenInSizeAndInEveryClass(
      @ForAll @IntRange(min = 2, max = 120) int first,
      @ForAll @IntRange(min = 2, max = 120) int second,
      @ForAll @IntRange(min = 2, max = 10) int k,
      @ForAll long seed) {
    Dataset data = rows(first, second);
    int parts = Math.min(k, data.rows());

    List<Fold> folds = Folds.stratified(data, parts, seed);

    assertThat(folds).hasSize(parts);
    List<Double> tested = new ArrayList<>();
    for (Fold fold : folds) {
      tested.addAll(ids(fold.test()));
      assertThat(fold.test().rows())
          .isBetween(data.rows() / parts, (data.rows() + parts - 1) / parts);
      assertThat(fold.train().rows() + fold.test().rows()).isEqualTo(data.rows());
      assertThat(ids(fold.train())).doesNotContainAnyElementsOf(ids(fold.test()));
      for (Map.Entry<String, Long> whole : data.classCounts().entrySet()) {
        long n = whole.getValue();
        assertThat(fold.test().classCounts().getOrDefault(whole.getKey(), 0L))
            .isBetween(n / parts, (n + parts - 1) / parts);
      }
    }
    assertThat(tested).containsExactlyInAnyOrderElementsOf(ids(data));
  }

  @Test
  void cutsAnewInEachRepeat() {
    Dataset data = rows(20, 20);

    List<Fold> folds = Folds.repeated(data, 5, 3, 9);

    assertThat(folds).hasSize(15);
    assertThat(folds.stream().map(fold -> ids(fold.test())).distinct()).hasSize(15);
    assertThat(ids(folds.get(5).test()))
        .isEqualTo(ids(Folds.stratified(data, 5, 10).get(0).test()));
    assertThatThrownBy(() -> Folds.stratified(data, 1, 0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Folds.stratified(data, 41, 0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Folds.repeated(data, 5, 0, 0))
        .isInstanceOf(InvalidInputException.class);
  }
}
