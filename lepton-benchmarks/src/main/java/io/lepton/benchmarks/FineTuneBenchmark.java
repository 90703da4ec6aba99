package io.lepton.benchmarks;

import io.lepton.data.image.ImageDataset;
import io.lepton.finetune.FineTuning;
import io.lepton.finetune.Lora;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Fine-tuning from the digits 0 to 4 of MNIST to 5 to 9 with 20 labels each, beside training from
 * scratch: same network, trainer and labels. Ours is fine-tuning, the peer the training from
 * scratch.
 */
final class FineTuneBenchmark implements Bench.Benchmark {
  private static final int SEEDS = 10;
  private static final int LABELS = 20;
  private static final int SOURCE = 6000;
  private static final int TEST = 2000;

  @Override
  public String what() {
    return "FOLDER of MNIST: fine-tuned from five digits to the other five; peer: from scratch";
  }

  @Override
  public int arguments() {
    return 1;
  }

  @Override
  public void run(List<String> arguments) {
    Path folder = Path.of(arguments.get(0));
    ImageDataset images =
        ImageDataset.idx(
            folder.resolve("train-images-idx3-ubyte.gz"),
            folder.resolve("train-labels-idx1-ubyte.gz"));
    List<Integer> lower = new ArrayList<>();
    List<Integer> upper = new ArrayList<>();
    for (int row = 0; row < images.rows(); row++) {
      (label(images, row) < 5 ? lower : upper).add(row);
    }
    Network network = network();
    Weights base =
        Trainer.withDefaults()
            .learningRate(0.003)
            .epochs(3)
            .train(network, network.initialWeights(0), examples(images, lower.subList(0, SOURCE)))
            .weights();
    double[][] accuracy = new double[3][SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      measure(images, upper, base, seed, accuracy);
    }
    report("finetune.accuracy", accuracy[1], accuracy[0]);
    report("finetune.lora.accuracy", accuracy[2], accuracy[0]);
  }

  private static void measure(
      ImageDataset images, List<Integer> upper, Weights base, int seed, double[][] accuracy) {
    List<Integer> order = new ArrayList<>(upper);
    Collections.shuffle(order, new Random(seed));
    int[] seen = new int[10];
    List<Integer> few = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int row : order) {
      if (seen[label(images, row)]++ < LABELS) {
        few.add(row);
      } else if (test.size() < TEST) {
        test.add(row);
      }
    }
    Network network = network();
    Examples train = examples(images, few);
    Trainer trainer =
        Trainer.withDefaults().learningRate(0.003).batchSize(20).epochs(40).seed(seed);
    Weights scratch = trainer.train(network, network.initialWeights(100 + seed), train).weights();
    accuracy[0][seed] = accuracy(network, scratch, images, test);
    FineTuning tuning = FineTuning.of(network, base).replaceHead(5, seed);
    accuracy[1][seed] = accuracy(network, tuning.train(trainer, train).weights(), images, test);
    Lora lora = Lora.withDefaults().withTargets("7").withSeed(seed);
    var adapted = lora.attach(tuning.network(), tuning.weights());
    Weights trained =
        lora.training(trainer.rate("9.*", 1))
            .train(adapted.network(), adapted.weights(), train)
            .weights();
    accuracy[2][seed] = accuracy(adapted.network(), trained, images, test);
  }

  private static void report(String name, double[] ours, double[] peer) {
    PairedT.Result gain = PairedT.withDefaults().test(ours, peer);
    double mean = java.util.Arrays.stream(ours).average().orElseThrow();
    Result.line(name, mean, mean - gain.difference(), "accuracy, higher is better");
    Result.note(
        String.format(
            Locale.ROOT,
            "%s gains %+.4f, 95 %% interval %+.4f to %+.4f over %d seeds",
            name,
            gain.difference(),
            gain.interval().low(),
            gain.interval().high(),
            SEEDS));
  }

  private static Network network() {
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

  private static int label(ImageDataset images, int row) {
    return Integer.parseInt(images.label(row));
  }

  private static Examples examples(ImageDataset images, List<Integer> rows) {
    int[] chosen = rows.stream().mapToInt(Integer::intValue).toArray();
    float[] labels = new float[chosen.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = label(images, chosen[i]) % 5;
    }
    return Examples.of(images.batch(chosen), labels, labels.length);
  }

  private static double accuracy(
      Network network, Weights weights, ImageDataset images, List<Integer> rows) {
    int[] chosen = rows.stream().mapToInt(Integer::intValue).toArray();
    try (TorchNetwork model = TorchNetwork.load(network, weights)) {
      float[] outputs = model.run(images.batch(chosen), chosen.length);
      int right = 0;
      for (int row = 0; row < chosen.length; row++) {
        int best = 0;
        for (int k = 1; k < 5; k++) {
          best = outputs[row * 5 + k] > outputs[row * 5 + best] ? k : best;
        }
        right += best == label(images, chosen[row]) % 5 ? 1 : 0;
      }
      return right / (double) chosen.length;
    }
  }
}
