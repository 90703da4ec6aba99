package io.lepton.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DataProfileTest {
  private static final DataReference DATA = new DataReference("train", Digest.of("x"), 5);

  @Test
  void countsEveryDistinctValueOfANumberThatHasFew() {
    NumericProfile profile = NumericProfile.of("rate", 4, 1, 2, 4, Double.NaN, 4, 3);

    assertThat(profile.missing()).isEqualTo(1);
    assertThat(profile.count()).isEqualTo(6);
    assertThat(profile.edges()).containsExactly(1.0, 2.0, 3.0);
    assertThat(profile.counts()).containsExactly(1L, 1L, 1L, 3L);
    assertThat(profile.mean()).isEqualTo(3);
    assertThat(profile.standardDeviation()).isEqualTo(Math.sqrt(8.0 / 5));
    assertThat(profile.sample()).containsExactly(1.0, 2.0, 3.0, 4.0, 4.0, 4.0);
  }

  @Test
  void cutsManyValuesAtTheirDeciles() {
    double[] values = new double[5000];
    Arrays.setAll(values, i -> 5000 - i);

    NumericProfile profile = NumericProfile.of("amount", values);

    assertThat(profile.edges())
        .containsExactly(500.0, 1000.0, 1500.0, 2000.0, 2500.0, 3000.0, 3500.0, 4000.0, 4500.0);
    assertThat(profile.counts()).hasSize(10).containsOnly(500L);
    assertThat(profile.sample()).hasSize(1000).startsWith(1.0).endsWith(5000.0);
    assertThat(profile.binned(-1, 500, 500.5, 1e9, Double.NaN))
        .containsExactly(2, 1, 0, 0, 0, 0, 0, 0, 0, 1);
  }

  @Property(tries = 200, seed = "20261123")
  void samplesToWithinOneThousandthOfTheDistribution(
      @ForAll @Size(min = 1, max = 3000) List<@DoubleRange(min = -3, max = 3) Double> list) {
    double[] values = list.stream().mapToDouble(Double::doubleValue).toArray();

    NumericProfile profile = NumericProfile.of("x", values);

    for (double at = -3; at <= 3; at += 0.25) {
      double point = at;
      double all = Arrays.stream(values).filter(v -> v <= point).count() / (double) values.length;
      double sampled =
          profile.sample().stream().filter(v -> v <= point).count()
              / (double) profile.sample().size();
      assertThat(Math.abs(all - sampled)).isLessThanOrEqualTo(1.0 / NumericProfile.SAMPLE_LIMIT);
    }
  }

  @Test
  void isTheSameAfterJson() {
    DataProfile profile =
        new DataProfile(
            DATA,
            List.of(NumericProfile.of("b", 0.1, -0.0, 3), NumericProfile.of("a", Double.NaN)),
            List.of(new CategoricalProfile("housing", 1, Map.of("own", 3L, "free", 1L))),
            List.of(NumericProfile.of("Good", 0.25, 0.5)));

    DataProfile read = DataProfile.read(profile.toJson());

    assertThat(read).isEqualTo(profile);
    assertThat(read.findNumeric("b")).contains(profile.numeric().get(0));
    assertThat(read.findCategorical("housing").orElseThrow().count()).isEqualTo(4);
    assertThat(read.findPrediction("Bad")).isEmpty();
  }

  @Test
  void isFoundInASnapshot() {
    DataProfile profile = new DataProfile(DATA, List.of(), List.of(), List.of());

    assertThat(DataProfile.of(ModelSnapshot.builder("x/1").build())).isEmpty();
    assertThat(
            DataProfile.of(
                ModelSnapshot.builder("x/1").file(DataProfile.FILE, profile.toJson()).build()))
        .contains(profile);
  }

  @Test
  void refusesWhatDoesNotHoldTogether() {
    assertThatThrownBy(() -> NumericProfile.of("x", 1, Double.POSITIVE_INFINITY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"x\"");
    assertThatThrownBy(
            () ->
                new NumericProfile(
                    "x", 0, 3, 0, 0, List.of(2.0, 1.0), List.of(1L, 1L, 1L), List.of()))
        .hasMessageContaining("strictly ascending edges");
    assertThatThrownBy(
            () ->
                new DataProfile(
                    DATA,
                    List.of(NumericProfile.of("x", 1)),
                    List.of(new CategoricalProfile("x", 0, Map.of())),
                    List.of()))
        .hasMessageContaining("\"x\" comes twice");
    assertThatThrownBy(
            () -> DataProfile.read(ByteSource.of("{\"rows\":1}".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("profile.json");
  }
}
