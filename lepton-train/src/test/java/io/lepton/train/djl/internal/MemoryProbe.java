package io.lepton.train.djl.internal;

import io.lepton.model.Row;
import io.lepton.spi.Predictor;
import io.lepton.train.Toy;
import io.lepton.train.djl.DjlPyTorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints by how many bytes the process grows while it predicts. */
final class MemoryProbe {
  static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE = 4096;

  private MemoryProbe() {}

  public static void main(String[] args) throws IOException {
    int predictions = Integer.parseInt(args[0]);
    List<Row> row = Toy.data(1, 1).toRows();
    try (Predictor predictor = new DjlPyTorchEngine().load(Toy.snapshot())) {
      // The JVM compiles, and its compilers' memory counts too, until nothing is left to compile.
      predict(predictor, row, 3 * predictions);
      long before = resident();
      predict(predictor, row, predictions);
      System.out.println("grown " + (resident() - before));
    }
  }

  private static void predict(Predictor predictor, List<Row> row, int times) {
    for (int i = 0; i < times; i++) {
      predictor.predict(row);
    }
  }

  private static long resident() throws IOException {
    return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE;
  }
}
