package io.lepton.benchmarks;

import io.lepton.model.Interval;
import io.lepton.stats.interval.BonettPrice;
import io.lepton.stats.test.McNemar;
import io.lepton.train.onnx.OnnxRunner;
import io.lepton.train.onnx.OnnxSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;

/** An ONNX model before compression, and what others lose and gain beside it on the same images. */
final class CompressScore {
  private static final OnnxSettings SETTINGS =
      OnnxSettings.withDefaults().with(OnnxSettings.Arena.KEPT);

  private final byte[] original;
  private final Mnist images;
  private final boolean[] right;

  CompressScore(byte[] original, Mnist images) {
    this.original = original;
    this.images = images;
    this.right = right(original, images);
  }

  byte[] original() {
    return original;
  }

  double accuracy() {
    return share(right);
  }

  /** Size, times of one thread with both models in turns, and accuracy. */
  void compare(String name, byte[] model) {
    Result.line(name + " size", model.length / 1e6, original.length / 1e6, "MB, lower is better");
    for (int batch : new int[] {1, 32}) {
      time(name + " batch " + batch, model, images.images(0, batch));
    }
    accuracy(name, model);
  }

  private void time(String name, byte[] model, float[] rows) {
    try (OnnxRunner first = OnnxRunner.open(original, SETTINGS);
        OnnxRunner second = OnnxRunner.open(model, SETTINGS)) {
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

  /** Accuracy and its paired change, and the bytes that are left by DEFLATE. */
  void accuracy(String name, byte[] model) {
    boolean[] second = right(model, images);
    McNemar.Result mcNemar = McNemar.withDefaults().test(right, second);
    long gained = mcNemar.onlySecond();
    long lost = mcNemar.onlyFirst();
    Interval change = BonettPrice.withDefaults().interval(gained, lost, images.rows());
    Result.line(
        name + " size deflated",
        deflated(model) / 1e6,
        deflated(original) / 1e6,
        "MB, lower is better");
    Result.line(name + " accuracy", share(second), accuracy(), "higher is better");
    Result.note(
        String.format(
            Locale.ROOT,
            "%s: accuracy changed by %+.2f points [%+.2f, %+.2f], McNemar p = %.3g",
            name,
            100 * (share(second) - accuracy()),
            100 * change.low(),
            100 * change.high(),
            mcNemar.pValue()));
  }

  private static long deflated(byte[] model) {
    Deflater deflater = new Deflater();
    deflater.setInput(model);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      deflater.deflate(buffer);
    }
    long size = deflater.getBytesWritten();
    deflater.end();
    return size;
  }

  private static double share(boolean[] right) {
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return (double) count / right.length;
  }

  /** Row by row, as predictors do: a dynamic scale is that of one image. */
  private static boolean[] right(byte[] onnx, Mnist images) {
    boolean[] right = new boolean[images.rows()];
    try (OnnxRunner runner = OnnxRunner.open(onnx, SETTINGS)) {
      for (int row = 0; row < right.length; row++) {
        float[] logits = runner.run(images.images(row, row + 1));
        int best = 0;
        for (int k = 1; k < logits.length; k++) {
          best = logits[k] > logits[best] ? k : best;
        }
        right[row] = best == images.classes()[row];
      }
    }
    return right;
  }
}
