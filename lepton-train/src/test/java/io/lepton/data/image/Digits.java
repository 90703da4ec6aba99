package io.lepton.data.image;

import io.lepton.data.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** Real data: 1,797 handwritten digits of 8 x 8 pixels with values from 0 to 16 (UCI). */
public final class Digits {
  private static final Path FILE = Path.of("../../shared/data/digits.csv.gz");

  private Digits() {}

  public static ImageDataset data() {
    Assumptions.assumeTrue(
        Files.exists(FILE), "SKIPPED: the digits are not at " + FILE.toAbsolutePath());
    String[] columns =
        IntStream.range(0, 65).mapToObj(i -> i < 64 ? "p" + i : "digit").toArray(String[]::new);
    Dataset table = Dataset.csv(FILE).header(columns).label("digit").read();
    return ImageDataset.ofTable(table, new ImageShape(1, 8, 8), 16);
  }
}
