package io.lepton.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Real data: 1,797 handwritten digits of 8 × 8 pixels, scaled to 0 to 1 (UCI, test part). */
public final class Digits {
  public static final int PIXELS = 64;
  private static final Path FILE = Path.of("../../shared/data/digits.csv.gz");

  private Digits() {}

  /** Rows one after the other, and their labels. */
  public record Rows(float[] inputs, int[] labels) {
    public int count() {
      return labels.length;
    }

    public Rows choose(int[] rows) {
      float[] chosen = new float[rows.length * PIXELS];
      int[] codes = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(inputs, rows[i] * PIXELS, chosen, i * PIXELS, PIXELS);
        codes[i] = labels[rows[i]];
      }
      return new Rows(chosen, codes);
    }

    /** Rows of some labels, which become 0, 1, ... in the order given. */
    public Rows ofLabels(int... wanted) {
      List<Integer> list = Arrays.stream(wanted).boxed().toList();
      Rows chosen = where(row -> list.contains(labels[row]));
      return new Rows(chosen.inputs, Arrays.stream(chosen.labels).map(list::indexOf).toArray());
    }

    public Rows where(IntPredicate row) {
      return choose(IntStream.range(0, count()).filter(row).toArray());
    }

    public Rows range(int from, int to) {
      return choose(IntStream.range(from, to).toArray());
    }

    public Rows shuffled(long seed) {
      int[] order = IntStream.range(0, count()).toArray();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
      return choose(order);
    }

    /** The first rows of each label. */
    public Rows firstOfEach(int count) {
      int[] seen = new int[10];
      return where(row -> seen[labels[row]]++ < count);
    }
  }

  public static Rows all() {
    Assumptions.assumeTrue(Files.exists(FILE), () -> FILE + " is not there: test skipped");
    List<float[]> pixels = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",", -1);
        if (!Character.isDigit(cells[0].charAt(0))) {
          continue; // header
        }
        float[] row = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
          row[i] = Float.parseFloat(cells[i]) / 16;
        }
        pixels.add(row);
        labels.add((int) Float.parseFloat(cells[PIXELS]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    float[] inputs = new float[pixels.size() * PIXELS];
    for (int i = 0; i < pixels.size(); i++) {
      System.arraycopy(pixels.get(i), 0, inputs, i * PIXELS, PIXELS);
    }
    return new Rows(inputs, labels.stream().mapToInt(Integer::intValue).toArray());
  }
}
