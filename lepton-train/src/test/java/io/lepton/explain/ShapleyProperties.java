package io.lepton.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The four laws that only Shapley values fulfil together (Shapley 1953), exact and sampled. */
class ShapleyProperties {
  /** A random function with pairwise and triple products; players 0 and 1 alike, the last idle. */
  private static double value(double[] weights, double[] x) {
    int n = x.length - 1;
    double y = weights[0] * x[0] * x[1] + weights[1] * (x[0] + x[1]);
    for (int j = 2; j < n; j++) {
      y +=
          weights[j] * Math.sin(x[j])
              + weights[j - 1] * x[j] * (x[0] + x[1]) * x[j - 1 > 1 ? j - 1 : j];
    }
    return y;
  }

  private record Setting(ModelFunction<double[]> model, List<double[]> background, double[] one) {}

  private static Setting setting(int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] weights = Functions.normal(features, random);
    List<double[]> background = Functions.normal(3, features, random.nextLong());
    background.forEach(b -> b[1] = b[0]);
    double[] one = Functions.normal(features, random);
    one[1] = one[0];
    return new Setting(Functions.of(features, x -> value(weights, x)), background, one);
  }

  @Property(tries = 60, seed = "20261122")
  void contributionsAddUp(@ForAll @IntRange(min = 3, max = 14) int features, @ForAll long seed) {
    Setting s = setting(features, seed);
    KernelShap<double[]> shap = KernelShap.of(s.model, s.background).withSeed(seed);
    for (int samples : new int[] {2 * features, 100, 5000}) {
      Attribution found = shap.withSamples(Math.max(samples, 2 * features)).explain(s.one).first();
      double size = found.contributions().stream().mapToDouble(c -> Math.abs(c.amount())).sum();
      assertThat(found.remainder()).isCloseTo(0, within(1e-13 * (1 + size) * features));
    }
  }

  @Property(tries = 40, seed = "20261123")
  void likePlayersGetAlikeAndIdleOnesNothing(
      @ForAll @IntRange(min = 3, max = 9) int features, @ForAll long seed) {
    Setting s = setting(features, seed);
    double[] found = Functions.amounts(KernelShap.of(s.model, s.background).explain(s.one).first());
    double size = java.util.Arrays.stream(found).map(Math::abs).sum();
    assertThat(found[0]).isCloseTo(found[1], within(1e-12 * (1 + size)));
    assertThat(found[features - 1]).isCloseTo(0, within(1e-12 * (1 + size)));
  }

  @Property(tries = 40, seed = "20261124")
  void whatTheCaseSharesWithTheBackgroundGetsExactlyNothing(
      @ForAll @IntRange(min = 3, max = 20) int features, @ForAll long seed) {
    Setting s = setting(features, seed);
    s.background.forEach(b -> b[2] = s.one[2]);
    Attribution found =
        KernelShap.of(s.model, s.background).withSamples(100).explain(s.one).first();
    assertThat(found.contributions().get(2).amount()).isZero();
  }

  @Property(tries = 25, seed = "20261125")
  void sumsOfModelsHaveSumsOfContributions(
      @ForAll @IntRange(min = 3, max = 13) int features, @ForAll long seed) {
    Setting first = setting(features, seed);
    Setting other = setting(features, ~seed);
    ModelFunction<double[]> sum =
        Functions.of(
            features,
            x -> first.model.apply(List.of(x))[0][0] + other.model.apply(List.of(x))[0][0]);
    double[] a = amounts(first.model, first);
    double[] b = amounts(other.model, first);
    double[] both = amounts(sum, first);
    for (int j = 0; j < features; j++) {
      assertThat(both[j])
          .isCloseTo(a[j] + b[j], within(1e-10 * (1 + Math.abs(a[j]) + Math.abs(b[j]))));
    }
  }

  private static double[] amounts(ModelFunction<double[]> model, Setting s) {
    return Functions.amounts(
        KernelShap.of(model, s.background).withSamples(200).explain(s.one).first());
  }

  @Property(tries = 20, seed = "20261126")
  void agreesWithTheAverageOverOrders(
      @ForAll @IntRange(min = 3, max = 5) int features, @ForAll long seed) {
    Setting s = setting(features, seed);
    double[] found = Functions.amounts(KernelShap.of(s.model, s.background).explain(s.one).first());
    double[] byOrders = Functions.byOrders(s.model, s.background, s.one);
    double size = java.util.Arrays.stream(found).map(Math::abs).sum();
    assertThat(found).containsExactly(byOrders, within(1e-12 * (1 + size)));
  }
}
