package io.lepton.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.LeptonException;
import io.lepton.model.Hyperparameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("MLflow's files, damaged or forged")
class MlflowFuzzTest {
  private static final long SEED = 20261122;
  private static final int MUTANTS = 20_000;
  private static final int WHOLE_EVERY = 100;

  @TempDir Path temp;

  @Test
  @DisplayName("are refused, or read: no other exception, in bounded time")
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void mutants() throws IOException {
    Path mlruns = temp.resolve("mlruns");
    Map<String, String> good = MlflowFixture.files();
    MlflowFixture.write(mlruns, good);
    List<String> names = List.copyOf(good.keySet());
    String model = "0/" + MlflowFixture.RUN + "/artifacts/model/MLmodel";
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < MUTANTS; i++) {
      boolean whole = i % WHOLE_EVERY == 0;
      String name = whole ? names.get(i / WHOLE_EVERY % names.size()) : model;
      byte[] mutant =
          new Mutations(SEED + i).mutate(good.get(name).getBytes(StandardCharsets.UTF_8));
      if (whole) {
        Files.write(mlruns.resolve(name), mutant);
      }
      try {
        outcomes.merge(whole ? judge(mlruns) : judge(mutant), 1, Integer::sum);
      } catch (Throwable e) {
        throw new AssertionError(
            "mutant " + i + " of " + name + ":\n" + new String(mutant, StandardCharsets.UTF_8), e);
      }
      if (whole) {
        Files.writeString(mlruns.resolve(name), good.get(name));
      }
    }
    assertThat(outcomes.getOrDefault("refused", 0)).as("%s", outcomes).isGreaterThan(MUTANTS / 10);
    assertThat(outcomes.getOrDefault("read", 0)).as("%s", outcomes).isGreaterThan(MUTANTS / 10);
  }

  private static String judge(Path mlruns) {
    try {
      MlflowStore mlflow = ModelImport.mlflow(mlruns);
      for (MlflowRun run : mlflow.runs()) {
        run.evaluation();
        run.hyperparameters();
      }
      mlflow.models().forEach(mlflow::look);
      return "read";
    } catch (LeptonException e) {
      return "refused";
    }
  }

  private static String judge(byte[] model) {
    try {
      MlflowModel.snapshot(
          model, "MLmodel", Map.of(), Hyperparameters.none(), io.lepton.model.Lineage.builder());
      return "read";
    } catch (LeptonException e) {
      return "refused";
    }
  }
}
