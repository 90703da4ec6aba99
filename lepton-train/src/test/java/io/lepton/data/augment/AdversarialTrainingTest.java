package io.lepton.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.image.Digits;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.split.Parts;
import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchInputGradient;
import io.lepton.train.djl.TorchNetwork;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdversarialTrainingTest {
  private static final Ball BALL = Ball.infinity(0.15).within(0, 1);

  private static LabelledBatch batch(ImageDataset data, int... rows) {
    int[] labels = Arrays.stream(rows).map(row -> Integer.parseInt(data.label(row))).toArray();
    return LabelledBatch.of(data.batch(rows), labels, 10);
  }

  private static LabelledBatch all(ImageDataset data) {
    return batch(data, IntStream.range(0, data.rows()).toArray());
  }

  private static final Network NETWORK =
      Network.sequential(Shape.of(64), Linear.of(32), Activation.relu(), Linear.of(10));

  private static double accuracy(TorchNetwork network, LabelledBatch batch) {
    float[] logits = network.run(batch.inputs(), batch.rows());
    int right = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int best = 0;
      for (int k = 1; k < 10; k++) {
        best = logits[row * 10 + k] > logits[row * 10 + best] ? k : best;
      }
      right += batch.targets()[row * 10 + best] == 1 ? 1 : 0;
    }
    return right / (double) batch.rows();
  }

  /** Accuracy on the batch, and on an attack of 20 steps. */
  private static double[] measured(Trainer trainer, LabelledBatch train, LabelledBatch test) {
    Examples examples = Examples.of(train.inputs(), train.targets(), train.rows());
    Weights weights = trainer.train(NETWORK, NETWORK.initialWeights(7), examples).weights();
    try (TorchNetwork network = TorchNetwork.load(NETWORK, weights)) {
      LabelledBatch attacked =
          Attacks.pgd(BALL, 20, 0.02)
              .attack(test, TorchInputGradient.crossEntropy(network), new SplittableRandom(1));
      return new double[] {accuracy(network, test), accuracy(network, attacked)};
    }
  }

  @Test
  void raisesTheAccuracyOnDigitsUnderAttack() {
    Parts<ImageDataset> digits = Digits.data().split(0.75, 0, 0.25, 1);
    LabelledBatch train = all(digits.train());
    LabelledBatch test = all(digits.test());
    Trainer trainer = Trainer.withDefaults().learningRate(0.005).epochs(20).seed(7);

    double[] usual = measured(trainer, train, test);
    double[] hardened =
        measured(
            trainer.augment("PGD", new AdversarialTraining(Attacks.pgd(BALL, 5, 0.06), 1)),
            train,
            test);

    // Measured: 0.978 and 0.938 unattacked, 0.062 and 0.619 under attack. A share of 449 rows
    // has a standard error of at most 0.024; the gain asked for is ten of them.
    assertThat(usual[0]).isGreaterThan(0.94);
    assertThat(hardened[0]).isGreaterThan(0.9);
    assertThat(usual[1]).isLessThan(0.35);
    assertThat(hardened[1]).isGreaterThan(usual[1] + 0.24);
  }

  @Test
  void pytorchGivesTheSameGradientOfTheLoss() {
    SplittableRandom random = new SplittableRandom(3);
    TinyMlp model = new TinyMlp(6, 5, 4, random);
    Network network =
        Network.sequential(Shape.of(6), Linear.of(5), Activation.relu(), Linear.of(4));
    Weights weights =
        Weights.builder()
            .put("0.weight", Tensor.ofFloats(Shape.of(5, 6), model.w1))
            .put("0.bias", Tensor.ofFloats(Shape.of(5), model.b1))
            .put("2.weight", Tensor.ofFloats(Shape.of(4, 5), model.w2))
            .put("2.bias", Tensor.ofFloats(Shape.of(4), model.b2))
            .build();
    float[] inputs = new float[18];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) Draws.gaussian(random);
    }
    float[] targets = {1, 0, 0, 0, 0, 0.3f, 0.7f, 0, 0.25f, 0.25f, 0.25f, 0.25f};
    LabelledBatch batch = new LabelledBatch(3, inputs, targets);

    try (TorchNetwork torch = TorchNetwork.load(network, weights)) {
      float[] theirs = TorchInputGradient.crossEntropy(torch).of(batch);
      float[] ours = model.of(batch);
      for (int i = 0; i < ours.length; i++) {
        // Sums of up to 6 products of floats below 10.
        assertThat(theirs[i]).isCloseTo(ours[i], within(1e-5f));
      }
    }
  }
}
