package io.lepton.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

@Label("Merging tensors")
class MergeLawsTest {
  @Provide
  Arbitrary<DType> floats() {
    return Arbitraries.of(DType.F16, DType.BF16, DType.F32, DType.F64);
  }

  /** Any bits at all, NaNs and infinities among them. */
  private static Tensor anyBits(Random random, DType type, int count) {
    byte[] bytes = new byte[count * type.bits() / Byte.SIZE];
    random.nextBytes(bytes);
    return Tensor.of(type, io.lepton.tensor.Shape.of(count), io.lepton.bytes.ByteSource.of(bytes));
  }

  private static Tensor resolve(MergeStrategy strategy, Tensor base, Tensor ours, Tensor theirs) {
    return strategy.resolve(new TensorConflict("w", base, ours, theirs)).orElseThrow();
  }

  @Property(tries = 60, seed = "1")
  @Label("with sides that changed nothing keeps every bit, whatever the method")
  void unchanged(
      @ForAll("floats") DType type, @ForAll long seed, @ForAll @IntRange(max = 99) int n) {
    Tensor base = anyBits(new Random(seed), type, n);
    TaskMethod ties = MergeStrategy.ties(0.5, 0.7);
    for (MergeStrategy strategy :
        List.of(
            MergeStrategy.average(),
            MergeStrategy.weighted(1, 2),
            MergeStrategy.taskArithmetic(0.3),
            ties,
            MergeStrategy.dare(0.5, seed, ties))) {
      assertThat(resolve(strategy, base, base, base).contentEquals(base)).isTrue();
    }
  }

  @Property(tries = 60, seed = "2")
  @Label("by average does not depend on which side is ours")
  void average(@ForAll("floats") DType type, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor a = Floats.gaussian(random, type, 50, 1e3);
    Tensor b = Floats.gaussian(random, type, 50, 1e3);
    assertThat(
            resolve(MergeStrategy.average(), a, a, b)
                .contentEquals(resolve(MergeStrategy.average(), a, b, a)))
        .isTrue();
    assertThat(
            resolve(MergeStrategy.weighted(3, 1), a, a, b)
                .contentEquals(resolve(MergeStrategy.weighted(1, 3), a, b, a)))
        .isTrue();
    assertThat(resolve(MergeStrategy.weighted(1, 0), a, a, b).contentEquals(a)).isTrue();
  }

  @Property(tries = 60, seed = "3")
  @Label("of one task by TIES with density 1 is task arithmetic")
  void tiesOfOne(
      @ForAll("floats") DType type,
      @ForAll long seed,
      @ForAll @DoubleRange(min = -2, max = 2) double lambda) {
    Random random = new Random(seed);
    Tensor base = Floats.gaussian(random, type, 60, 0.02);
    Tensor task = Floats.tuned(random, base, 0.7);
    Tensor ties = MergeStrategy.ties(1, lambda).merge("w", base, List.of(task));
    Tensor arithmetic = MergeStrategy.taskArithmetic(lambda).merge("w", base, List.of(task));
    assertThat(ties.contentEquals(arithmetic)).isTrue();
  }

  @Property(tries = 30, seed = "4")
  @Label(
      "by TIES and task arithmetic does not depend on which side is ours, and keeps elements that"
          + " no side changed")
  void symmetric(@ForAll("floats") DType type, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor base = Floats.gaussian(random, type, 80, 0.02);
    Tensor a = Floats.tuned(random, base, 0.5);
    Tensor b = Floats.tuned(random, base, 0.5);
    for (MergeStrategy strategy :
        List.of(MergeStrategy.ties(0.3, 1), MergeStrategy.taskArithmetic(0.5, 0.5))) {
      Tensor one = resolve(strategy, base, a, b);
      assertThat(one.contentEquals(resolve(strategy, base, b, a))).isTrue();
      List<String> merged = Floats.bits(one);
      List<String> before = Floats.bits(base);
      List<String> left = Floats.bits(a);
      List<String> right = Floats.bits(b);
      for (int i = 0; i < merged.size(); i++) {
        String bits = before.get(i);
        if (bits.equals(left.get(i)) && bits.equals(right.get(i))) {
          assertThat(merged.get(i)).isEqualTo(bits);
        }
      }
    }
  }

  @Property(tries = 60, seed = "5")
  @Label("trims by TIES to the largest changes, ties among them included, as sorting does")
  void trims(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int n) {
    Random random = new Random(seed);
    double[] zeros = new double[n];
    double[] steps = new double[n];
    for (int i = 0; i < n; i++) {
      steps[i] = random.nextInt(20) * 0.25 * (random.nextBoolean() ? 1 : -1);
    }
    double density = (1 + random.nextInt(10)) / 10.0;
    int keep = (int) (density * n);
    double[] sorted = java.util.Arrays.stream(steps).map(Math::abs).sorted().toArray();
    double smallest = keep == 0 ? Double.POSITIVE_INFINITY : sorted[n - keep];
    Tensor merged =
        MergeStrategy.ties(density, 1)
            .merge("w", Floats.of(DType.F32, zeros), List.of(Floats.of(DType.F32, steps)));
    double[] found = Floats.values(merged);
    for (int i = 0; i < n; i++) {
      assertThat(found[i]).isEqualTo(Math.abs(steps[i]) < smallest ? 0 : steps[i]);
    }
  }

  @Property(tries = 15, seed = "6")
  @Label("by DARE drops at the rate asked, and expects the change that was made")
  void dare(@ForAll long seed, @ForAll @DoubleRange(min = 0.1, max = 0.9) double rate) {
    int n = 20_000;
    double[] ones = new double[n];
    java.util.Arrays.fill(ones, 1);
    Tensor base = Floats.of(DType.F64, new double[n]);
    Tensor task = Floats.of(DType.F64, ones);
    Tensor merged =
        MergeStrategy.dare(rate, seed, MergeStrategy.taskArithmetic(1))
            .merge("w", base, List.of(task));
    double sum = 0;
    double[] values = Floats.values(merged);
    for (double value : values) {
      sum += value;
    }
    assertThat(values).containsOnly(0, 1 / (1 - rate));
    // The mean of n values of variance p/(1 − p); 5.5 deviations are passed once in 3e7 draws.
    assertThat(sum / n).isCloseTo(1, within(5.5 * Math.sqrt(rate / (1 - rate) / n)));
  }

  @Property(tries = 50, seed = "7")
  @Label("by DARE depends on seed, name and task, and a rate of 0 changes nothing")
  void dareDepends(@ForAll long seed) {
    Random random = new Random(seed);
    Tensor base = Floats.gaussian(random, DType.F32, 200, 1);
    Tensor task = Floats.tuned(random, base, 1);
    TaskMethod sum = MergeStrategy.taskArithmetic(1);
    TaskMethod dare = MergeStrategy.dare(0.5, seed, sum);
    Tensor one = dare.merge("w", base, List.of(task));
    assertThat(one.contentEquals(dare.merge("w", base, List.of(task)))).isTrue();
    assertThat(one.contentEquals(dare.merge("v", base, List.of(task)))).isFalse();
    assertThat(
            one.contentEquals(
                MergeStrategy.dare(0.5, seed + 1, sum).merge("w", base, List.of(task))))
        .isFalse();
    assertThat(one.contentEquals(dare.merge("w", base, List.of(base, task)))).isFalse();
    assertThat(
            MergeStrategy.dare(0, seed, sum)
                .merge("w", base, List.of(task))
                .contentEquals(sum.merge("w", base, List.of(task))))
        .isTrue();
  }

  @Property(tries = 30, seed = "8")
  @Label("gives the same bytes however they are read")
  void anyRange(
      @ForAll("floats") DType type,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40_000) int n,
      @ForAll @DoubleRange(min = 0, max = 1) double from,
      @ForAll @DoubleRange(min = 0, max = 1) double to) {
    Assume.that(from <= to);
    Random random = new Random(seed);
    Tensor base = Floats.gaussian(random, type, n, 0.02);
    Tensor merged =
        MergeStrategy.dare(0.4, seed, MergeStrategy.ties(0.5, 1))
            .merge("w", base, List.of(Floats.tuned(random, base, 0.5), base));
    long size = merged.bytes().size();
    int start = (int) (from * size);
    int length = (int) (to * size) - start;
    assertThat(merged.bytes().read(start, length))
        .isEqualTo(merged.bytes().readAll().slice(start, length));
  }
}
