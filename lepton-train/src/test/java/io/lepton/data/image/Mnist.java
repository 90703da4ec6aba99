package io.lepton.data.image;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data: 70,000 handwritten digits, too large for the repository. */
public final class Mnist {
  private static final Path FOLDER = Path.of("../../shared/data/mnist");

  private Mnist() {}

  public static ImageDataset train() {
    return read("train");
  }

  public static ImageDataset test() {
    return read("t10k");
  }

  private static ImageDataset read(String part) {
    Assumptions.assumeTrue(
        Files.isDirectory(FOLDER), "SKIPPED: MNIST is not at " + FOLDER.toAbsolutePath());
    return ImageDataset.idx(
        FOLDER.resolve(part + "-images-idx3-ubyte.gz"),
        FOLDER.resolve(part + "-labels-idx1-ubyte.gz"));
  }
}
