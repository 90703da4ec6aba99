package io.lepton.metric.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReweighingProperties {
  @Property(tries = 200, seed = "20261127")
  void labelAndGroupAreIndependentUnderTheWeights(
      @ForAll @IntRange(min = 2, max = 5) int groups,
      @ForAll @IntRange(min = 2, max = 4) int labels,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> group = new ArrayList<>();
    List<String> label = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      for (int l = 0; l < labels; l++) {
        for (int i = random.nextInt(1, 30); i > 0; i--) {
          group.add("g" + g);
          label.add("l" + l);
        }
      }
    }
    double[] weights = Reweighing.of(label, group).weights();
    int n = weights.length;
    Map<String, Double> weighted = new LinkedHashMap<>();
    Map<String, Double> plain = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      weighted.merge(group.get(i) + label.get(i), weights[i], Double::sum);
      weighted.merge(group.get(i), weights[i], Double::sum);
      weighted.merge(label.get(i), weights[i], Double::sum);
      plain.merge(group.get(i), 1.0, Double::sum);
      plain.merge(label.get(i), 1.0, Double::sum);
    }
    plain.forEach(
        (name, count) -> assertThat(weighted.get(name)).isCloseTo(count, within(1e-9 * n)));
    for (int g = 0; g < groups; g++) {
      for (int l = 0; l < labels; l++) {
        assertThat(weighted.get("g" + g + "l" + l))
            .isCloseTo(weighted.get("g" + g) * weighted.get("l" + l) / n, within(1e-9 * n));
      }
    }
  }
}
