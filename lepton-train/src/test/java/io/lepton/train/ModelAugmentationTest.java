package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.Dataset;
import io.lepton.data.augment.AdversarialTraining;
import io.lepton.data.augment.Attacks;
import io.lepton.data.augment.Ball;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.data.augment.ModelAugmentation;
import io.lepton.data.image.ImageDataset;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Dropout;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.Retraining.Verdict;
import io.lepton.train.djl.TorchInputGradient;
import io.lepton.train.djl.TorchNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelAugmentationTest {
  private static final Network NETWORK =
      Network.sequential(
          Shape.of(6),
          Linear.of(8),
          BatchNorm.withDefaults(),
          Activation.relu(),
          new Dropout(0.3),
          Linear.of(3));
  private static final Weights FIRST = NETWORK.initialWeights(2);
  private static final ModelAugmentation PGD =
      new AdversarialTraining(Attacks.pgd(Ball.infinity(0.2), 3, 0.1), 0.5);

  @TempDir Path folder;

  private static Examples examples() {
    SplittableRandom random = new SplittableRandom(1);
    float[] inputs = new float[60 * 6];
    float[] targets = new float[60];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < 60; row++) {
      targets[row] = inputs[row * 6] > 0 ? inputs[row * 6 + 1] > 0 ? 0 : 1 : 2;
    }
    return Examples.of(inputs, targets, 60);
  }

  private static Trainer trainer() {
    return Trainer.withDefaults().learningRate(0.01).batchSize(8).accumulate(3).epochs(4).seed(3);
  }

  @Test
  void askingForTheGradientLeavesTheTrainingAsItIs() {
    AtomicInteger asked = new AtomicInteger();
    ModelAugmentation idle =
        (batch, model, random) -> {
          assertThat(model.of(batch)).hasSameSizeAs(batch.inputs());
          asked.incrementAndGet();
          return batch;
        };
    Weights asking = trainer().augment("idle", idle).train(NETWORK, FIRST, examples()).weights();
    Weights plain = trainer().train(NETWORK, FIRST, examples()).weights();
    assertThat(asking.contentEquals(plain)).isTrue();
    assertThat(asked).hasValue(32);
  }

  @Test
  void theGradientIsThatOfTheModelAsItPredicts() {
    try (TorchNetwork network = TorchNetwork.load(NETWORK, FIRST)) {
      ModelAugmentation check =
          (batch, model, random) -> {
            int[] labels = new int[batch.rows()];
            for (int row = 0; row < labels.length; row++) {
              labels[row] = (int) batch.targets()[row];
            }
            float[] expected =
                TorchInputGradient.crossEntropy(network)
                    .of(LabelledBatch.of(batch.inputs(), labels, 3));
            float[] found = model.of(batch);
            for (int i = 0; i < found.length; i++) {
              assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
            }
            return batch;
          };
      trainer().batchSize(0).epochs(1).augment("check", check).train(NETWORK, FIRST, examples());
    }
  }

  @Test
  void aResumedTrainingEndsWithTheSameBits() {
    Weights whole = trainer().augment("PGD", PGD).train(NETWORK, FIRST, examples()).weights();
    AtomicInteger batches = new AtomicInteger();
    ModelAugmentation bomb =
        (batch, model, random) -> {
          if (batches.incrementAndGet() == 15) {
            throw new IllegalStateException("power");
          }
          return PGD.apply(batch, model, random);
        };
    Trainer kept = trainer().checkpoint(folder.resolve("c"), 1);
    assertThatThrownBy(() -> kept.augment("PGD", bomb).train(NETWORK, FIRST, examples()))
        .hasMessage("power");
    Weights resumed = kept.augment("PGD", PGD).train(NETWORK, FIRST, examples()).weights();
    assertThat(resumed.contentEquals(whole)).isTrue();
    assertThat(resumed.contentEquals(trainer().train(NETWORK, FIRST, examples()).weights()))
        .isFalse();
    assertThatThrownBy(() -> kept.augment("FGSM", PGD).train(NETWORK, FIRST, examples()))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void templatesAreTrainedAgainTheSameFromWhatTheLineageNames() {
    Dataset data = Toy.data(60, 1);
    ModelSnapshot tabular =
        Toy.classifier().epochs(5).adversarial("PGD", PGD).train(data).snapshot();
    assertThat(tabular.lineage().environment()).containsEntry("adversarial training", "PGD");
    assertThat(Retraining.of(tabular).adversarial(PGD).with(data).verdict())
        .isEqualTo(Verdict.IDENTICAL);
    assertThatThrownBy(() -> Retraining.of(tabular).with(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("PGD");

    ImageDataset pictures = Problems.pictures(30, 1);
    ImageClassifier definition =
        ImageClassifier.define(Problems.PICTURE)
            .hyperparameter("filters", List.of(4L))
            .hyperparameter("hidden", List.of(8L))
            .epochs(2);
    ModelSnapshot seen = definition.adversarial("PGD", PGD).train(pictures).snapshot();
    assertThat(Retraining.of(seen).adversarial(PGD).with(pictures).verdict())
        .isEqualTo(Verdict.IDENTICAL);
    ModelSnapshot plain = definition.train(pictures).snapshot();
    assertThat(seen.weights().contentEquals(plain.weights())).isFalse();
    assertThatThrownBy(() -> Retraining.of(plain).adversarial(PGD))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bring none");
  }

  @Test
  void aBatchOfAnotherFormIsRefused() {
    ModelAugmentation shrinking =
        (batch, model, random) -> new LabelledBatch(1, new float[6], new float[] {0});
    assertThatThrownBy(
            () -> trainer().augment("shrinking", shrinking).train(NETWORK, FIRST, examples()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("shrinking")
        .hasMessageContaining("1 rows of 6 inputs");
  }
}
