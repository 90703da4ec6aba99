package io.lepton.benchmarks;

import io.lepton.compress.Calibration;
import io.lepton.compress.Distillation;
import io.lepton.compress.DynamicInt8;
import io.lepton.compress.GradualSchedule;
import io.lepton.compress.LowRank;
import io.lepton.compress.NetworkModel;
import io.lepton.compress.PrunedTraining;
import io.lepton.compress.StaticInt8;
import io.lepton.compress.StructuredPruning;
import io.lepton.compress.WeightRange;
import io.lepton.model.Interval;
import io.lepton.network.Activation;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.stats.interval.BonettPrice;
import io.lepton.stats.test.McNemar;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.Trainer;
import io.lepton.train.onnx.Onnx;
import io.lepton.train.onnx.OnnxRunner;
import io.lepton.train.onnx.OnnxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A multilayer perceptron of layers 1,024 wide and a CNN on MNIST, compressed in every way; the
 * peer is the model before. Accuracy is of the 10,000 test images, paired; times are of one thread,
 * both models in turns.
 */
final class CompressBenchmark implements Bench.Benchmark {
  private static final int TRAIN = 60_000;
  private static final int FINE = 20_000;
  private static final int TEST = 10_000;
  private static final int CALIBRATION = 512;
  private static final long SEED = 1;

  private static final Network MLP =
      Network.sequential(
          Shape.of(1, 28, 28),
          new Flatten(),
          Linear.of(1024),
          Activation.relu(),
          Linear.of(1024),
          Activation.relu(),
          Linear.of(1024),
          Activation.relu(),
          Linear.of(1024),
          Activation.relu(),
          Linear.of(10));

  private static final Network CNN = cnn(16, 32, 128);

  private static Network cnn(int first, int second, int dense) {
    return Network.sequential(
        Shape.of(1, 28, 28),
        Conv2d.of(first, 5),
        Activation.relu(),
        MaxPool.of(2),
        Conv2d.of(second, 5),
        Activation.relu(),
        MaxPool.of(2),
        new Flatten(),
        Linear.of(dense),
        Activation.relu(),
        Linear.of(10));
  }

  @Override
  public String what() {
    return "quantised, pruned, factorised and distilled models on MNIST; peer: the model before";
  }

  @Override
  public void run(List<String> none) throws IOException {
    if (!Files.isDirectory(Mnist.folder())) {
      Result.note("MNIST is not in " + Mnist.folder() + "; run this in the repository's root");
      return;
    }
    Result.note("processor has VNNI: " + vnni());
    Mnist train = Mnist.read("train", TRAIN);
    Mnist fine = Mnist.read("train", FINE);
    Mnist test = Mnist.read("t10k", TEST);
    measure("mlp", MLP, 2, train, fine, test);
    measure("cnn", CNN, 4, train, fine, test);
  }

  private static boolean vnni() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    return Files.exists(file) && Files.readString(file).contains("vnni");
  }

  private static void measure(
      String name, Network network, int epochs, Mnist train, Mnist fine, Mnist test) {
    Trainer trainer = Trainer.withDefaults().batchSize(64).seed(SEED);
    Weights weights =
        trainer
            .epochs(epochs)
            .train(network, network.initialWeights(SEED), train.examples())
            .weights();
    byte[] original = Onnx.export(network, weights);
    Result.note(say("%s: %s, accuracy %.4f", name, network, share(right(original, test))));
    integers(name, original, fine.images(0, CALIBRATION), test);
    NetworkModel model = new NetworkModel(network, weights);
    pruned(name, model, trainer, original, fine, test);
    smaller(name, model, trainer, original, fine, test);
  }

  private static void integers(String name, byte[] original, float[] calibration, Mnist test) {
    compare(name + " int8 dynamic", original, DynamicInt8.withDefaults().quantize(original), test);
    compare(
        name + " int8 dynamic, full range",
        original,
        DynamicInt8.withDefaults().with(WeightRange.FULL).quantize(original),
        test);
    for (Calibration calibrated :
        List.of(Calibration.minMax(), Calibration.percentile(99.99), Calibration.entropy())) {
      compare(
          name + " int8 static, " + calibrated.method(),
          original,
          StaticInt8.withDefaults().with(calibrated).quantize(original, calibration),
          test);
    }
  }

  private static void pruned(
      String name, NetworkModel model, Trainer trainer, byte[] original, Mnist fine, Mnist test) {
    Weights sparse =
        PrunedTraining.of(trainer, new GradualSchedule(0.4, 0.8, 0, 3), SEED)
            .train(model.network(), model.weights(), fine.examples(), 5);
    accuracy(
        name + " 80 % of weights pruned, 5 epochs of " + FINE,
        original,
        Onnx.export(model.network(), sparse),
        test);
    NetworkModel structured =
        StructuredPruning.removing(0.5).prune(model.network(), model.weights());
    tuned(name + " half of the units removed", structured, trainer, original, fine, test);
  }

  private static void smaller(
      String name, NetworkModel model, Trainer trainer, byte[] original, Mnist fine, Mnist test) {
    NetworkModel factors = LowRank.keepingEnergy(0.9).factorise(model.network(), model.weights());
    tuned(name + " low rank, 90 % of energy", factors, trainer, original, fine, test);
    Network student = cnn(8, 16, 64);
    NetworkModel taught =
        Distillation.withDefaults()
            .train(trainer.epochs(6), model, student, SEED, fine.images(), fine.classes());
    compare(
        name + " distilled to " + student.parameterCount() + " parameters",
        original,
        Onnx.export(student, taught.weights()),
        test);
  }

  private static void tuned(
      String name, NetworkModel model, Trainer trainer, byte[] original, Mnist fine, Mnist test) {
    Weights weights =
        trainer.epochs(2).train(model.network(), model.weights(), fine.examples()).weights();
    compare(name, original, Onnx.export(model.network(), weights), test);
  }

  private static void compare(String name, byte[] before, byte[] after, Mnist test) {
    Result.line(name + " size", after.length / 1e6, before.length / 1e6, "MB, lower is better");
    for (int batch : new int[] {1, 32}) {
      time(name + " batch " + batch, before, after, test.images(0, batch));
    }
    accuracy(name, before, after, test);
  }

  private static void time(String name, byte[] before, byte[] after, float[] rows) {
    OnnxSettings settings = OnnxSettings.withDefaults().with(OnnxSettings.Arena.KEPT);
    try (OnnxRunner first = OnnxRunner.open(before, settings);
        OnnxRunner second = OnnxRunner.open(after, settings)) {
      double[] found = medians(List.of(() -> first.run(rows), () -> second.run(rows)));
      Result.line(name, found[1], found[0], "µs, median of 300 in turns, lower is better");
    }
  }

  private static double[] medians(List<Runnable> calls) {
    int runs = 300;
    double[] medians = new double[calls.size()];
    long[][] times = new long[calls.size()][runs];
    for (int i = -50; i < runs; i++) {
      for (int c = 0; c < calls.size(); c++) {
        long start = System.nanoTime();
        calls.get(c).run();
        if (i >= 0) {
          times[c][i] = System.nanoTime() - start;
        }
      }
    }
    for (int c = 0; c < calls.size(); c++) {
      Arrays.sort(times[c]);
      medians[c] = times[c][runs / 2] / 1e3;
    }
    return medians;
  }

  private static void accuracy(String name, byte[] before, byte[] after, Mnist test) {
    boolean[] first = right(before, test);
    boolean[] second = right(after, test);
    McNemar.Result mcNemar = McNemar.withDefaults().test(first, second);
    long gained = mcNemar.onlySecond();
    long lost = mcNemar.onlyFirst();
    Interval change = BonettPrice.withDefaults().interval(gained, lost, test.rows());
    Result.line(name + " accuracy", share(second), share(first), "higher is better");
    Result.note(
        say(
            "%s: accuracy changed by %+.2f points [%+.2f, %+.2f], McNemar p = %.3g",
            name,
            100 * (share(second) - share(first)),
            100 * change.low(),
            100 * change.high(),
            mcNemar.pValue()));
  }

  private static double share(boolean[] right) {
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return (double) count / right.length;
  }

  /** Row by row, as predictors do: a dynamic scale is that of one image. */
  private static boolean[] right(byte[] onnx, Mnist test) {
    boolean[] right = new boolean[test.rows()];
    try (OnnxRunner runner =
        OnnxRunner.open(onnx, OnnxSettings.withDefaults().with(OnnxSettings.Arena.KEPT))) {
      for (int row = 0; row < right.length; row++) {
        float[] logits = runner.run(test.images(row, row + 1));
        int best = 0;
        for (int k = 1; k < logits.length; k++) {
          best = logits[k] > logits[best] ? k : best;
        }
        right[row] = best == test.classes()[row];
      }
    }
    return right;
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
