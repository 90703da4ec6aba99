package io.lepton.benchmarks;

import io.lepton.benchmarks.Checkpoints.Change;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a checkpoint of BF16 weights takes. */
final class Bf16Benchmark implements Bench.Benchmark {
  private static final long BYTES = 256L << 20;

  /** ZipNN's published figure for BF16 models. */
  private static final double ZIPNN = 0.66;

  @Override
  public String what() {
    return "256 MiB of BF16 weights, stored size; peer: ZipNN's published 66 % of raw";
  }

  @Override
  public void run(List<String> none) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(".").toAbsolutePath(), "bf16");
    try {
      Path file = folder.resolve("model.safetensors");
      Checkpoints.write(file, DType.BF16, BYTES, Change.NONE);
      try (ModelManager models = ModelManager.open(folder.resolve("home"))) {
        models.model("m").save(Checkpoints.snapshot(file)).commit();
      }
      Result.line(
          "store-bf16.size",
          (double) Folders.size(folder.resolve("home")) / Files.size(file),
          ZIPNN,
          "of raw, lower is better; at most 0.67 asked");
    } finally {
      Folders.delete(folder);
    }
  }
}
