package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.TorchNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixedPrecisionTest {
  /** Of a rounding to 8 significant bits, to the nearest. */
  private static final double UNIT = 0x1p-8;

  private static final int ROWS = 16;

  private static final Network CONVOLUTION =
      Network.sequential(Shape.of(1, 8, 8), Conv2d.of(3, 3).with(1, 1), new Flatten());

  private static final Network DIGITS =
      Network.sequential(
          Shape.of(1, 8, 8),
          Conv2d.of(8, 3).with(1, 1),
          BatchNorm.withDefaults(),
          Activation.relu(),
          MaxPool.of(2),
          new Flatten(),
          Linear.of(10));

  @TempDir Path folder;

  /** Σ target · output: its derivatives are the targets. */
  private record Product() implements Loss {
    @Override
    public void requireTargets(float[] targets, int perRow, int width) {
      assertThat(perRow).isEqualTo(width);
    }

    @Override
    public double sum(Batch batch, double[] derivatives) {
      double sum = 0;
      for (int i = 0; i < derivatives.length; i++) {
        derivatives[i] = batch.targets()[i];
        sum += derivatives[i] * batch.outputs()[i];
      }
      return sum;
    }
  }

  private static float[] draws(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] absolute(float[] values) {
    float[] absolute = values.clone();
    for (int i = 0; i < absolute.length; i++) {
      absolute[i] = Math.abs(absolute[i]);
    }
    return absolute;
  }

  /** A step of rate 1 from zero is the gradient, but for its sign. */
  private static Weights gradient(
      Network network, float[] inputs, float[] targets, Precision precision) {
    Weights.Builder zero = Weights.builder();
    network
        .parameters()
        .forEach((n, p) -> zero.put(n, Tensor.ofFloats(p.shape(), new float[size(p.shape())])));
    return Trainer.withDefaults()
        .rule(UpdateRule.sgd())
        .loss(new Product())
        .learningRate(1)
        .batchSize(0)
        .epochs(1)
        .precision(precision)
        .train(network, zero.build(), Examples.of(inputs, targets, ROWS))
        .weights();
  }

  private static int size(Shape shape) {
    return Math.toIntExact(shape.elementCount());
  }

  /**
   * A gradient is a sum of products of two rounded numbers, rounded itself: three roundings of each
   * product, and sums of 32 bits, of at most 1,024 terms.
   */
  @Test
  void gradientsDifferByThreeRoundings() {
    double bound = Math.pow(1 + UNIT, 3) - 1 + 1024 * 0x1p-24;
    for (Network network : List.of(Network.of(Shape.of(24), Linear.of(7)), CONVOLUTION)) {
      float[] inputs = draws(ROWS * network.inputSize(), 1);
      float[] targets = draws(ROWS * network.outputSize(), 2);
      Weights exact = gradient(network, inputs, targets, Precision.FLOAT32);
      Weights mixed = gradient(network, inputs, targets, Precision.BFLOAT16);
      Weights sizes = gradient(network, absolute(inputs), absolute(targets), Precision.FLOAT32);
      int rounded = 0;
      for (String name : exact.names()) {
        float[] expected = exact.get(name).toFloats();
        float[] found = mixed.get(name).toFloats();
        float[] size = absolute(sizes.get(name).toFloats());
        boolean bias = name.endsWith("bias");
        for (int i = 0; i < expected.length; i++) {
          double allowed = (bias ? 1024 * 0x1p-24 : bound) * size[i];
          assertThat((double) found[i]).as(name).isCloseTo(expected[i], within(allowed));
          rounded += found[i] != expected[i] ? 1 : 0;
          if (!bias) {
            assertThat(Float.floatToIntBits(found[i]) & 0xFFFF).as("a bfloat16").isZero();
          }
        }
      }
      assertThat(rounded).as("it is another arithmetic").isPositive();
    }
  }

  private static boolean[] right(Precision precision, Digits.Rows train, Digits.Rows test) {
    Weights weights =
        trainer(precision).train(DIGITS, DIGITS.initialWeights(3), examples(train)).weights();
    boolean[] right = new boolean[test.count()];
    try (TorchNetwork model = TorchNetwork.load(DIGITS, weights)) {
      float[] outputs = model.run(test.inputs(), test.count());
      for (int row = 0; row < right.length; row++) {
        int best = 0;
        for (int k = 1; k < 10; k++) {
          best = outputs[row * 10 + k] > outputs[row * 10 + best] ? k : best;
        }
        right[row] = best == test.labels()[row];
      }
    }
    return right;
  }

  private static Trainer trainer(Precision precision) {
    return Trainer.withDefaults().learningRate(0.01).epochs(4).precision(precision);
  }

  private static Examples examples(Digits.Rows rows) {
    float[] labels = new float[rows.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = rows.labels()[i];
    }
    return Examples.of(rows.inputs(), labels, labels.length);
  }

  /** Three standard errors of the paired difference of two accuracies that are alike. */
  @Test
  void learnsAsWell() {
    Digits.Rows digits = Digits.all().shuffled(1);
    Digits.Rows test = digits.range(800, 1797);
    boolean[] exact = right(Precision.FLOAT32, digits.range(0, 800), test);
    boolean[] mixed = right(Precision.BFLOAT16, digits.range(0, 800), test);
    int rightExact = 0;
    int rightMixed = 0;
    int other = 0;
    for (int row = 0; row < exact.length; row++) {
      rightExact += exact[row] ? 1 : 0;
      rightMixed += mixed[row] ? 1 : 0;
      other += exact[row] != mixed[row] ? 1 : 0;
    }
    assertThat(rightExact).isGreaterThan((int) (0.93 * exact.length));
    assertThat(rightExact - rightMixed).isLessThanOrEqualTo((int) (3 * Math.sqrt(other)));
  }

  @Test
  void endsWithTheSameBitsWhenItGoesOn() {
    Examples few = examples(Digits.all().range(0, 60));
    Trainer trainer = trainer(Precision.BFLOAT16).seed(2);
    Weights first = DIGITS.initialWeights(3);
    Weights whole = trainer.train(DIGITS, first, few).weights();
    assertThat(trainer.train(DIGITS, first, few).weights().contentEquals(whole)).isTrue();
    Trainer kept = trainer.checkpoint(folder.resolve("c"));
    TrainingListener bomb =
        new TrainingListener() {
          @Override
          public Verdict epochDone(Epoch epoch) {
            if (epoch.number() == 3) {
              throw new IllegalStateException("power");
            }
            return Verdict.GO_ON;
          }
        };
    assertThatThrownBy(() -> kept.listener(bomb).train(DIGITS, first, few)).hasMessage("power");
    assertThatThrownBy(() -> kept.precision(Precision.FLOAT32).train(DIGITS, first, few))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other settings");
    assertThat(kept.train(DIGITS, first, few).weights().contentEquals(whole)).isTrue();
    Weights exact = trainer.precision(Precision.FLOAT32).train(DIGITS, first, few).weights();
    assertThat(exact.contentEquals(whole)).isFalse();
  }
}
