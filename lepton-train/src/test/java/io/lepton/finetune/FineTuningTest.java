package io.lepton.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.image.ImageDataset;
import io.lepton.data.image.Mnist;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.stats.test.PairedT;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FineTuningTest {
  private static final int LABELS = 20;
  private static final int SEEDS = 10;

  private final Network small =
      Network.sequential(Shape.of(3), Linear.of(4), Activation.relu(), Linear.of(4), Linear.of(2));
  private final Weights pretrained = small.initialWeights(1);

  private static Network digits() {
    return Network.sequential(
        Shape.of(1, 28, 28),
        Conv2d.of(8, 5).with(2, 2),
        BatchNorm.withDefaults(),
        Activation.relu(),
        Conv2d.of(16, 3).with(2, 1),
        BatchNorm.withDefaults(),
        Activation.relu(),
        new Flatten(),
        Linear.of(32),
        Activation.relu(),
        Linear.of(5));
  }

  /** Pictures and labels, modulo five. */
  private static Examples examples(ImageDataset images, int[] rows) {
    return Examples.of(images.batch(rows), labels(images, rows), rows.length);
  }

  private static float[] labels(ImageDataset images, int[] rows) {
    float[] labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = Integer.parseInt(images.label(rows[i])) % 5;
    }
    return labels;
  }

  private static double accuracy(
      Network network, Weights weights, ImageDataset images, int[] rows) {
    float[] labels = labels(images, rows);
    try (TorchNetwork model = TorchNetwork.load(network, weights)) {
      float[] outputs = model.run(images.batch(rows), rows.length);
      int right = 0;
      for (int row = 0; row < rows.length; row++) {
        int best = 0;
        for (int k = 1; k < 5; k++) {
          best = outputs[row * 5 + k] > outputs[row * 5 + best] ? k : best;
        }
        right += best == labels[row] ? 1 : 0;
      }
      return right / (double) rows.length;
    }
  }

  private static boolean isLower(ImageDataset images, int row) {
    return Integer.parseInt(images.label(row)) < 5;
  }

  /** The same network, trainer and 100 labels: only the start differs. */
  @Test
  void beatsTrainingFromScratchOnFiveOtherDigitsWithTwentyLabelsEach() {
    ImageDataset images = Mnist.train();
    Network network = digits();
    int[] lower =
        IntStream.range(0, images.rows()).filter(r -> isLower(images, r)).limit(2000).toArray();
    Weights base =
        Trainer.withDefaults()
            .learningRate(0.003)
            .epochs(3)
            .train(network, network.initialWeights(0), examples(images, lower))
            .weights();
    double[] scratch = new double[SEEDS];
    double[] fine = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      int[] order = shuffled(images, seed);
      int[] seen = new int[10];
      List<Integer> few = new ArrayList<>();
      List<Integer> rest = new ArrayList<>();
      for (int row : order) {
        int label = Integer.parseInt(images.label(row));
        if (seen[label]++ < LABELS) {
          few.add(row);
        } else if (rest.size() < 500) {
          rest.add(row);
        }
      }
      int[] test = rest.stream().mapToInt(Integer::intValue).toArray();
      Examples train = examples(images, few.stream().mapToInt(Integer::intValue).toArray());
      Trainer trainer =
          Trainer.withDefaults().learningRate(0.003).batchSize(20).epochs(15).seed(seed);
      scratch[seed] =
          accuracy(
              network,
              trainer.train(network, network.initialWeights(100 + seed), train).weights(),
              images,
              test);
      fine[seed] =
          accuracy(
              network,
              FineTuning.of(network, base).replaceHead(5, seed).train(trainer, train).weights(),
              images,
              test);
    }
    PairedT.Result gain = PairedT.withDefaults().test(fine, scratch);
    assertThat(gain.interval().low()).as(gain.toString()).isPositive();
  }

  /** Rows of 5 to 9 in random order. */
  private static int[] shuffled(ImageDataset images, long seed) {
    int[] order = IntStream.range(0, 6000).filter(row -> !isLower(images, row)).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private Weights tuned(FineTuning tuning, double rate) {
    float[] inputs = {1, 0, 2, -1, 1, 0, 0, 2, -1, 1, 1, 1};
    Examples examples = Examples.of(inputs, new float[] {0, 1, 1, 0}, 4);
    return tuning.train(Trainer.withDefaults().learningRate(rate).epochs(20), examples).weights();
  }

  private static boolean same(Weights one, Weights other, String name) {
    return one.get(name).contentEquals(other.get(name));
  }

  @Test
  void replacesTheHeadAndKeepsTheRest() {
    FineTuning tuning = FineTuning.of(small, pretrained).replaceHead(7, 5);
    assertThat(tuning.network().outputShape()).isEqualTo(Shape.of(7));
    assertThat(same(tuning.weights(), pretrained, "2.weight")).isTrue();
    assertThat(tuning.weights().get("3.weight").shape()).isEqualTo(Shape.of(7, 4));
  }

  @Test
  void resetsByPattern() {
    FineTuning tuning = FineTuning.of(small, pretrained).reset("2.*", 5);
    assertThat(same(tuning.weights(), pretrained, "0.weight")).isTrue();
    assertThat(same(tuning.weights(), pretrained, "3.weight")).isTrue();
    assertThat(same(tuning.weights(), pretrained, "2.weight")).isFalse();
    assertThat(same(tuning.weights(), small.initialWeights(5), "2.weight")).isTrue();
    assertThatThrownBy(() -> FineTuning.of(small, pretrained).reset("stem.*", 1))
        .hasMessageContaining("no parameter matches \"stem.*\"");
  }

  @Test
  void freezesByPattern() {
    Weights after = tuned(FineTuning.of(small, pretrained).freeze("0.*"), 0.01);
    assertThat(same(after, pretrained, "0.weight")).isTrue();
    assertThat(same(after, pretrained, "2.weight")).isFalse();
    Weights head = tuned(FineTuning.of(small, pretrained).headOnly(), 0.01);
    assertThat(same(head, pretrained, "2.weight")).isTrue();
    assertThat(same(head, pretrained, "3.weight")).isFalse();
    assertThatThrownBy(() -> FineTuning.of(small, pretrained).freeze("stem.*"))
        .hasMessageContaining("no parameter matches \"stem.*\"");
  }

  private static double moved(Weights after, Weights before, String name) {
    float[] a = after.get(name).toFloats();
    float[] b = before.get(name).toFloats();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]) / a.length;
    }
    return sum;
  }

  /** Adam's first step moves every weight by its rate. */
  @Test
  void givesLowerLayersSmallerRates() {
    float[] inputs = {1, -2, 2};
    Examples one = Examples.of(inputs, new float[] {1}, 1);
    Trainer step = Trainer.withDefaults().learningRate(0.01).epochs(1);
    Weights after = FineTuning.of(small, pretrained).layerDecay(0.5).train(step, one).weights();
    assertThat(moved(after, pretrained, "3.bias")).isCloseTo(0.01, within(1e-6));
    assertThat(moved(after, pretrained, "2.bias")).isCloseTo(0.005, within(1e-6));
    assertThatThrownBy(() -> FineTuning.of(small, pretrained).layerDecay(0))
        .hasMessageContaining("layer decay is 0.0");
  }

  @Test
  void staysNearThePretrainedWeightsWithL2Sp() {
    double free = moved(tuned(FineTuning.of(small, pretrained), 0.05), pretrained, "2.weight");
    FineTuning held = FineTuning.of(small, pretrained).l2Sp(10);
    assertThat(moved(tuned(held, 0.05), pretrained, "2.weight")).isLessThan(free / 3);
    assertThatThrownBy(() -> held.l2Sp(Double.NaN)).hasMessageContaining("NaN");
  }
}
