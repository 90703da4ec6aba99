package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.augment.AdversarialTraining;
import io.lepton.data.augment.Attack;
import io.lepton.data.augment.Attacks;
import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.Ball;
import io.lepton.data.augment.BatchAugmentations;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.data.image.Digits;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.split.Parts;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.TorchInputGradient;
import io.lepton.train.djl.TorchNetwork;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentedExamplesTest {
  private static final Ball BALL = Ball.infinity(0.15).within(0, 1);
  private static final Network NETWORK =
      Network.sequential(Shape.of(64), Linear.of(32), Activation.relu(), Linear.of(10));

  private static List<float[]> inputs(Examples examples, int epoch) {
    List<float[]> inputs = new ArrayList<>();
    Iterator<Examples.Batch> batches = examples.epoch(3, epoch, 4);
    batches.forEachRemaining(batch -> inputs.add(batch.inputs()));
    return inputs;
  }

  private static Examples ten() {
    float[] inputs = new float[20];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i;
    }
    return Examples.of(inputs, new float[10], 10);
  }

  @Test
  void changesEachEpochOtherwiseAndEachRunAlike() {
    Examples noisy = new AugmentedExamples(ten(), "noise", BatchAugmentations.noise(0.1), 5);

    assertThat(inputs(noisy, 1)).hasSize(3).usingRecursiveComparison().isEqualTo(inputs(noisy, 1));
    assertThat(inputs(noisy, 1).get(0)).isNotEqualTo(inputs(ten(), 1).get(0));
    float[] first = inputs(noisy, 1).get(0);
    float[] second = inputs(noisy, 2).get(0);
    float[] plainFirst = inputs(ten(), 1).get(0);
    float[] plainSecond = inputs(ten(), 2).get(0);
    assertThat(first[0] - plainFirst[0]).isNotEqualTo(second[0] - plainSecond[0]);
    assertThat(noisy.fingerprint()).endsWith("augmented by noise with seed 5");
    assertThat(noisy.rows()).isEqualTo(10);
  }

  @Test
  void refusesAnAugmentationThatLosesRows() {
    Augmentation loses = (batch, random) -> new LabelledBatch(1, new float[2], new float[1]);

    assertThatThrownBy(() -> inputs(new AugmentedExamples(ten(), "bad", loses, 1), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the augmentation bad made 1 rows of 2 inputs out of 4 of 2");
  }

  private static LabelledBatch all(ImageDataset data) {
    int[] labels = data.labels().stream().mapToInt(Integer::parseInt).toArray();
    return LabelledBatch.of(data.batch(IntStream.range(0, data.rows()).toArray()), labels, 10);
  }

  /** Epoch by epoch, attacked as the model was when the epoch began; plain SGD has no state. */
  private static Weights trained(LabelledBatch train, boolean adversarially) {
    Examples examples = Examples.of(train.inputs(), train.targets(), train.rows());
    Weights weights = NETWORK.initialWeights(1);
    for (int epoch = 0; epoch < 25; epoch++) {
      Trainer trainer =
          Trainer.withDefaults()
              .rule(UpdateRule.sgd())
              .learningRate(0.3)
              .batchSize(32)
              .epochs(1)
              .seed(epoch);
      try (TorchNetwork model = TorchNetwork.load(NETWORK, weights)) {
        Augmentation attacks =
            new AdversarialTraining(
                Attacks.pgd(BALL, 5, 0.06), 1, () -> TorchInputGradient.crossEntropy(model));
        Examples seen =
            adversarially ? new AugmentedExamples(examples, "pgd", attacks, epoch) : examples;
        weights = trainer.train(NETWORK, weights, seen).weights();
      }
    }
    return weights;
  }

  private record Accuracy(double plain, double attacked) {
    static Accuracy of(Weights weights, LabelledBatch test) {
      try (TorchNetwork model = TorchNetwork.load(NETWORK, weights)) {
        Attack pgd = Attacks.pgd(BALL, 20, 0.02);
        LabelledBatch attacked =
            pgd.attack(test, TorchInputGradient.crossEntropy(model), new SplittableRandom(1));
        return new Accuracy(share(model, test), share(model, attacked));
      }
    }

    private static double share(TorchNetwork model, LabelledBatch batch) {
      float[] logits = model.run(batch.inputs(), batch.rows());
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
  }

  @Test
  void trainsANetworkThatWithstandsAttacks() {
    Parts<ImageDataset> digits = Digits.data().split(0.75, 0, 0.25, 1);
    LabelledBatch train = all(digits.train());
    LabelledBatch test = all(digits.test());

    Accuracy usual = Accuracy.of(trained(train, false), test);
    Accuracy hardened = Accuracy.of(trained(train, true), test);
    System.err.println("FIG torch " + usual + " " + hardened);

    // A share of 449 rows has a standard error of at most 0.024; the gain is ten of them.
    assertThat(usual.plain()).isGreaterThan(0.94);
    assertThat(hardened.plain()).isGreaterThan(0.88);
    assertThat(hardened.attacked()).isGreaterThan(usual.attacked() + 0.24);
  }
}
