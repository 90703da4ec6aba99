package io.lepton.benchmarks;

import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.ImageAugmentations;
import io.lepton.data.augment.TurnedClasses;
import io.lepton.data.image.ImageDataset;
import io.lepton.finetune.FineTuning;
import io.lepton.finetune.Lora;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.stats.test.PairedT;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.AugmentedExamples;
import io.lepton.train.Examples;
import io.lepton.train.Schedule;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Fine-tuning from the digits 0 to 4 to 5 to 9 with 20 labels each, beside training from scratch:
 * same network, trainer, epochs and labels. Ours is fine-tuning, the peer the training from
 * scratch. What was chosen was chosen with other seeds.
 */
final class FineTuneBenchmark implements Bench.Benchmark {
  private static final int LABELS = 20;
  private static final int TEST = 2000;
  private static final String MNIST = "mnist";
  private static final String DIGITS = "digits";

  /**
   * A task.
   *
   * @param source rows that the base learns from at most
   */
  private record Task(
      ImageDataset images, Network network, int source, Trainer base, Trainer tuning, int seeds) {}

  @Override
  public String what() {
    return "fine-tuned from five digits to the other five; peer: from scratch; both of, or named: "
        + choices();
  }

  @Override
  public List<String> choices() {
    return List.of(MNIST, DIGITS);
  }

  @Override
  public void run(List<String> named) {
    if (named.isEmpty() || named.contains(MNIST)) {
      mnist();
    }
    if (named.isEmpty() || named.contains(DIGITS)) {
      digits();
    }
  }

  /** One base; everything is kept but the head. */
  private static void mnist() {
    Trainer trainer = Trainer.withDefaults().learningRate(0.003);
    Task task =
        new Task(
            TaskData.mnist("train"),
            large(),
            6000,
            trainer.epochs(3),
            trainer.batchSize(20).epochs(40),
            10);
    List<List<Integer>> halves = halves(task.images());
    Weights base = base(task, halves.get(0), 0);
    double[][] accuracy = new double[3][task.seeds()];
    for (int seed = 0; seed < task.seeds(); seed++) {
      Draw draw = draw(task, halves.get(1), seed);
      accuracy[0][seed] = scratch(task, draw, seed);
      FineTuning tuning = FineTuning.of(task.network(), base).replaceHead(5, seed);
      Trainer tuned = task.tuning().seed(seed);
      accuracy[1][seed] = accuracy(task, tuning.train(tuned, draw.few()).weights(), draw.test());
      Lora lora = Lora.withDefaults().withTargets("7").withSeed(seed);
      var adapted = lora.attach(tuning.network(), tuning.weights());
      Weights weights =
          lora.training(tuned.rate("9.*", 1))
              .train(adapted.network(), adapted.weights(), draw.few())
              .weights();
      accuracy[2][seed] = accuracy(adapted.network(), weights, task.images(), draw.test());
    }
    report("finetune.mnist.accuracy", accuracy[1], accuracy[0]);
    report("finetune.mnist.lora.accuracy", accuracy[2], accuracy[0]);
  }

  /** A base for each seed; everything is kept but the head. */
  private static void digits() {
    Trainer trainer = Trainer.withDefaults().learningRate(0.003);
    Task task =
        new Task(
            TaskData.digits(),
            small(5),
            Integer.MAX_VALUE,
            trainer.epochs(30).schedule(Schedule.cosine()),
            trainer.batchSize(20).epochs(15),
            30);
    List<List<Integer>> halves = halves(task.images());
    double[][] accuracy = new double[3][task.seeds()];
    for (int seed = 0; seed < task.seeds(); seed++) {
      Draw draw = draw(task, halves.get(1), seed);
      Trainer tuned = task.tuning().seed(seed);
      FineTuning plain = FineTuning.of(task.network(), base(task, halves.get(0), seed));
      FineTuning turned =
          FineTuning.of(small(5 * TurnedClasses.WAYS), turned(task, halves.get(0), seed));
      accuracy[0][seed] = scratch(task, draw, seed);
      accuracy[1][seed] = headed(task, turned, tuned, draw, seed);
      accuracy[2][seed] = headed(task, plain, tuned, draw, seed);
    }
    report("finetune.digits.accuracy", accuracy[1], accuracy[0]);
    report("finetune.digits.plain.accuracy", accuracy[2], accuracy[0]);
  }

  private static double headed(Task task, FineTuning base, Trainer tuned, Draw draw, int seed) {
    Weights weights = base.replaceHead(5, seed).train(tuned, draw.few()).weights();
    return accuracy(task, weights, draw.test());
  }

  /** A base that learnt moved pictures, and how each was turned. */
  private static Weights turned(Task task, List<Integer> lower, int seed) {
    ImageAugmentations change = ImageAugmentations.of(task.images().shape());
    Augmentation moved =
        change
            .shift(0.12, 0.12)
            .andThen(change.rotate(15))
            .andThen(TurnedClasses.of(task.images().shape()));
    Examples pictures =
        new AugmentedExamples(
            examples(task.images(), lower), "shifted by 12 %, by 15°, turned", moved, seed);
    Network network = small(5 * TurnedClasses.WAYS);
    return task.base().seed(seed).train(network, network.initialWeights(seed), pictures).weights();
  }

  /** Rows of 0 to 4, and of 5 to 9. */
  private static List<List<Integer>> halves(ImageDataset images) {
    List<List<Integer>> halves = List.of(new ArrayList<>(), new ArrayList<>());
    for (int row = 0; row < images.rows(); row++) {
      halves.get(label(images, row) < 5 ? 0 : 1).add(row);
    }
    return halves;
  }

  private static Weights base(Task task, List<Integer> lower, int seed) {
    List<Integer> rows = lower.subList(0, Math.min(task.source(), lower.size()));
    return task.base()
        .seed(seed)
        .train(task.network(), task.network().initialWeights(seed), examples(task.images(), rows))
        .weights();
  }

  private record Draw(Examples few, List<Integer> test) {}

  private static Draw draw(Task task, List<Integer> upper, int seed) {
    List<Integer> order = new ArrayList<>(upper);
    Collections.shuffle(order, new Random(seed));
    int[] seen = new int[10];
    List<Integer> few = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int row : order) {
      if (seen[label(task.images(), row)]++ < LABELS) {
        few.add(row);
      } else if (test.size() < TEST) {
        test.add(row);
      }
    }
    return new Draw(examples(task.images(), few), test);
  }

  private static double scratch(Task task, Draw draw, int seed) {
    Weights weights =
        task.tuning()
            .seed(seed)
            .train(task.network(), task.network().initialWeights(100 + seed), draw.few())
            .weights();
    return accuracy(task, weights, draw.test());
  }

  private static double accuracy(Task task, Weights weights, List<Integer> test) {
    return accuracy(task.network(), weights, task.images(), test);
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
            ours.length));
  }

  private static Network large() {
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

  /** All of it but the head is worth keeping. */
  private static Network small(int outputs) {
    return Network.sequential(
        Shape.of(1, 8, 8),
        Conv2d.of(16, 3).with(1, 1),
        BatchNorm.withDefaults(),
        Activation.relu(),
        Conv2d.of(32, 3).with(2, 1),
        BatchNorm.withDefaults(),
        Activation.relu(),
        Conv2d.of(32, 3).with(1, 1),
        BatchNorm.withDefaults(),
        Activation.relu(),
        MaxPool.of(2),
        new Flatten(),
        Linear.of(outputs));
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
