package io.lepton.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.Loss;
import io.lepton.train.Trainer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FineTuningTest {
  private static final int ROWS = 600;
  private static final Network LARGE =
      Network.sequential(
          Shape.of(8),
          Linear.of(48),
          Activation.relu(),
          Linear.of(48),
          Activation.relu(),
          Linear.of(3));
  private static final Network SMALL =
      Network.sequential(Shape.of(8), Linear.of(32), Activation.relu(), Linear.of(3));

  private static final int[] CLASSES = new int[ROWS];
  private static final float[] INPUTS = rings(CLASSES, 1);
  private static final Examples TRAIN = Examples.of(INPUTS, floats(CLASSES), ROWS);

  /** Shells around the origin, one for each class, which no linear model tells apart. */
  private static float[] rings(int[] classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[classes.length * 8];
    for (int row = 0; row < classes.length; row++) {
      classes[row] = random.nextInt(3);
      double square = 0;
      for (int i = 0; i < 8; i++) {
        inputs[row * 8 + i] = (float) random.nextGaussian();
        square += inputs[row * 8 + i] * inputs[row * 8 + i];
      }
      double factor = (0.5 + classes[row] + random.nextDouble(-0.15, 0.15)) / Math.sqrt(square);
      for (int i = 0; i < 8; i++) {
        inputs[row * 8 + i] *= (float) factor;
      }
    }
    return inputs;
  }

  private static float[] floats(int[] classes) {
    float[] floats = new float[classes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = classes[i];
    }
    return floats;
  }

  private static double accuracy(Network network, Weights weights) {
    int[] classes = new int[500];
    float[] rows = rings(classes, 99);
    float[] logits = Nets.run(network, weights, rows);
    int right = 0;
    for (int row = 0; row < 500; row++) {
      int best = 0;
      for (int k = 1; k < 3; k++) {
        best = logits[row * 3 + k] > logits[row * 3 + best] ? k : best;
      }
      right += best == classes[row] ? 1 : 0;
    }
    return right / 500.0;
  }

  private static final class Taught {
    static final Weights WEIGHTS =
        Trainer.withDefaults()
            .epochs(40)
            .learningRate(0.005)
            .train(LARGE, LARGE.initialWeights(2), TRAIN)
            .weights();
  }

  @Test
  void keepsPrunedWeightsZeroAndWinsAccuracyBack() {
    double before = accuracy(LARGE, Taught.WEIGHTS);
    assertThat(before).isGreaterThan(0.9);
    double atOnce =
        accuracy(LARGE, Pruning.to(0.8).byMagnitude(LARGE, Taught.WEIGHTS).apply(Taught.WEIGHTS));

    Weights pruned =
        PrunedTraining.of(
                Trainer.withDefaults().learningRate(0.005), new GradualSchedule(0.3, 0.8, 0, 10), 5)
            .train(LARGE, Taught.WEIGHTS, TRAIN, 25);

    long zeros = 0;
    long all = 0;
    for (String name : new String[] {"0.weight", "2.weight", "4.weight"}) {
      for (float value : pruned.get(name).toFloats()) {
        zeros += value == 0 ? 1 : 0;
        all++;
      }
    }
    assertThat((double) zeros / all).isEqualTo(0.8, within(1e-3));
    // 500 rows: two standard errors of a difference are about 0.03.
    assertThat(accuracy(LARGE, pruned)).isGreaterThan(before - 0.05).isGreaterThan(atOnce);
    assertThatThrownBy(
            () ->
                PrunedTraining.of(Trainer.withDefaults(), new GradualSchedule(0, 0.5, 0, 5), 1)
                    .train(LARGE, Taught.WEIGHTS, TRAIN, 5))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void refusesAMaskThatDoesNotFit() {
    Weights mask = Weights.builder().put("0.weight", Tensor.ofFloats(Shape.of(2), 1, 0)).build();
    assertThatThrownBy(
            () -> Trainer.withDefaults().mask(mask).train(LARGE, LARGE.initialWeights(1), TRAIN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("mask of \"0.weight\"");
  }

  @Test
  void teachesASmallerNetworkByLogitsAndByFeatures() {
    NetworkModel teacher = new NetworkModel(LARGE, Taught.WEIGHTS);
    Trainer trainer = Trainer.withDefaults().epochs(40).learningRate(0.01);
    assertThat(SMALL.parameterCount()).isLessThan(LARGE.parameterCount() / 2);

    NetworkModel byLogits =
        Distillation.withDefaults().train(trainer, teacher, SMALL, 3, INPUTS, CLASSES);
    NetworkModel byFeatures =
        Distillation.withDefaults()
            .features("2", "1", 0.1)
            .train(trainer, teacher, SMALL, 3, INPUTS, CLASSES);

    for (NetworkModel student : java.util.List.of(byLogits, byFeatures)) {
      assertThat(student.network()).isEqualTo(SMALL);
      assertThat(accuracy(SMALL, student.weights()))
          .isGreaterThan(accuracy(LARGE, Taught.WEIGHTS) - 0.06);
    }
    assertThat(byFeatures.weights().contentEquals(byLogits.weights())).isFalse();
    assertThatThrownBy(
            () ->
                Distillation.withDefaults()
                    .features("2", "2", 1)
                    .train(trainer, teacher, SMALL, 3, INPUTS, CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("outermost steps");
  }

  @Test
  void givesTheDerivativesOfItsLoss() {
    DistillationLoss loss = new DistillationLoss(3, 2, 2.5, 0.7, 0.4);
    float[] outputs = {0.3f, -1.2f, 2, 0.5f, -0.5f, 1, 0, -2, 3, 0.25f};
    float[] targets = {1, 2, -1, 0.5f, 1, 0, 2, 0.1f, 0.2f, 0.3f, -1, 2};
    float[] weights = {1, 0.5f};
    loss.requireTargets(targets, 6, 5);
    double[] found = new double[10];
    loss.sum(new Loss.Batch(outputs, 5, targets, weights), found);
    for (int i = 0; i < outputs.length; i++) {
      float[] up = outputs.clone();
      float[] down = outputs.clone();
      up[i] += 0x1p-7f;
      down[i] -= 0x1p-7f;
      double difference =
          loss.sum(new Loss.Batch(up, 5, targets, weights), new double[10])
              - loss.sum(new Loss.Batch(down, 5, targets, weights), new double[10]);
      // Central differences: an error of h² / 6 times the third derivative, below 1e-4 here.
      assertThat(found[i]).isEqualTo(difference / 0x1p-6, within(1e-4));
    }
  }
}
