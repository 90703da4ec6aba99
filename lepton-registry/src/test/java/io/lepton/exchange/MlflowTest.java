package io.lepton.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature.Field;
import io.lepton.model.Signature.Presence;
import io.lepton.model.Signature.Type;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("MLflow's folders")
class MlflowTest {
  @TempDir Path temp;
  private ModelManager models;
  private Path mlruns;

  @BeforeEach
  void open() throws IOException {
    models = ModelManager.open(temp.resolve("home"));
    mlruns = temp.resolve("mlruns");
    MlflowFixture.write(mlruns, MlflowFixture.files());
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  @DisplayName("give runs with parameters, the last value of each metric, and tags")
  void runs() {
    MlflowStore mlflow = ModelImport.mlflow(mlruns);
    assertThat(mlflow.runs()).hasSize(2);
    MlflowRun run = mlflow.run(MlflowFixture.RUN);
    assertThat(run.name()).isEqualTo("sneaky-owl-1");
    assertThat(run.experiment()).isEqualTo("Default");
    assertThat(run.models()).containsExactly("model");
    assertThat(run.hyperparameters().asMap())
        .isEqualTo(
            Map.of("learning_rate", 0.01, "epochs", 20L, "shuffle", true, "solver", "lbfgs"));
    Evaluation evaluation = run.evaluation().orElseThrow();
    assertThat(evaluation.measures())
        .extracting(Measure::metric)
        .containsExactly("auc", "val/log_loss");
    assertThat(evaluation.get("auc"))
        .isEqualTo(new Measure("auc", 0.75, null, 0, Measure.Direction.HIGHER_IS_BETTER));
    assertThat(evaluation.get("val/log_loss").direction())
        .isEqualTo(Measure.Direction.LOWER_IS_BETTER);
    assertThatThrownBy(() -> mlflow.run("../0")).isInstanceOf(NotFoundException.class);
  }

  @Test
  @DisplayName("give a run's model as a version with lineage, files and signature")
  void run() {
    Version version =
        ModelImport.mlflow(mlruns).importRun(MlflowFixture.RUN, "model", models.model("m"));
    assertThat(version.files()).containsOnlyKeys("MLmodel", "model.pkl", "requirements.txt");
    assertThat(version.lineage().codeRevision()).isEqualTo("c0ffee");
    assertThat(version.lineage().environment())
        .containsEntry("mlflow.run", MlflowFixture.RUN)
        .containsEntry("mlflow.run_id", MlflowFixture.RUN)
        .containsEntry("mlflow.tag.mlflow.user", "ann");
    assertThat(version.signature().inputs())
        .containsExactly(
            Field.scalar("fixed acidity", Type.F64),
            Field.scalar("age", Type.I64).optional(),
            Field.scalar("job", Type.STRING));
    assertThat(version.signature().outputs())
        .containsExactly(
            new Field("output", Type.F64, Shape.of(Shape.UNKNOWN, 3), Presence.REQUIRED));
    ModelSnapshot snapshot = models.load(version);
    assertThat(snapshot.config()).contains("\"sklearn_version\":\"1.4.0\"");
    assertThat(snapshot.files().get("model.pkl").readAll())
        .isEqualTo(Snapshots.text("pickle " + MlflowFixture.RUN).readAll());
    assertThat(models.evaluations(version)).hasSize(1);
    assertThat(models.search().model("m").metric("auc").atLeast(0.7).list()).hasSize(1);
  }

  @Test
  @DisplayName("give a registered model's versions in order, with aliases, stages and descriptions")
  void registered() {
    MlflowStore mlflow = ModelImport.mlflow(mlruns);
    assertThat(mlflow.models()).containsExactly("wine");
    List<Version> versions = mlflow.importModel("wine", models.model("wine"));
    assertThat(versions).hasSize(2);
    assertThat(versions.get(1).parents()).containsExactly(versions.get(0).id());
    assertThat(versions.get(1).message()).isEqualTo("tuned by hand");
    assertThat(versions.get(1).hyperparameters().number("learning_rate")).isEqualTo(1e-5);
    assertThat(versions.get(0).lineage().environment()).containsEntry("mlflow.stage", "Archived");
    assertThat(models.model("wine").alias("champion").version()).isEqualTo(versions.get(1));
    assertThatThrownBy(() -> mlflow.importModel("beer", models.model("beer")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("wine");
  }

  @Test
  @DisplayName("that lie elsewhere, lead outside or are broken are refused, and nothing is saved")
  void refused() throws IOException {
    Path meta = mlruns.resolve("models/wine/version-2/meta.yaml");
    String good = Files.readString(meta);
    for (String source : List.of("s3://bucket/x/artifacts/model", "../../artifacts/../..", "")) {
      Files.writeString(meta, good.replaceAll("file:.*", "'" + source + "'"));
      assertThatThrownBy(() -> ModelImport.mlflow(mlruns).importModel("wine", models.model("wine")))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("version 2");
    }
    Files.writeString(meta, good);
    Path model = mlruns.resolve("0/" + MlflowFixture.RUN + "/artifacts/model");
    Files.createSymbolicLink(model.resolve("link"), Path.of("/etc/hosts"));
    assertThatThrownBy(() -> ModelImport.mlflowModel(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("link");
    Files.delete(model.resolve("link"));
    Files.writeString(mlruns.resolve("0/" + MlflowFixture.RUN + "/metrics/auc"), "1 x 2\n");
    assertThatThrownBy(() -> ModelImport.mlflow(mlruns).run(MlflowFixture.RUN))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("1 x 2");
    assertThat(models.models()).isEmpty();
  }

  @Test
  @DisplayName("cannot explode: aliases, depth and size of YAML are bounded")
  void bombs() {
    StringBuilder laughs = new StringBuilder("flavors:\n  a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      laughs.append("  a").append(i).append(": &a").append(i).append(" [");
      laughs.append(("*a" + (i - 1) + ",").repeat(9)).append("*a").append(i - 1).append("]\n");
    }
    for (String bomb :
        List.of(laughs.toString(), "a: " + "[".repeat(100_000), "a: &x [*x]", "a: b\na: c")) {
      assertThatThrownBy(() -> Yaml.map(bomb.getBytes(StandardCharsets.UTF_8), "bomb"))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("bomb");
    }
    assertThat(
            Yaml.map(
                "a: &x [1]\nb: *x\nc: !!java.net.URL [u]".getBytes(StandardCharsets.UTF_8), "x"))
        .isEqualTo(Map.of("a", List.of("1"), "b", List.of("1"), "c", List.of("u")));
  }

  @Test
  @DisplayName("are written as MLflow reads them, and bring the snapshot back to the bit")
  void export() throws IOException {
    Version version = models.model("m").save(Snapshots.of(1)).commit();
    Path out = temp.resolve("out");
    ModelExport.of(models).mlflow(version, out);
    Snapshots.assertSame(ModelImport.mlflowModel(out), models.load(version));
    Map<String, Object> model = Yaml.map(Files.readAllBytes(out.resolve("MLmodel")), "MLmodel");
    assertThat(model)
        .containsOnlyKeys("flavors", "signature", "utc_time_created")
        .containsEntry(
            "signature",
            new java.util.HashMap<>() {
              private static final long serialVersionUID = 1L;

              {
                put("inputs", "[{\"name\":\"age\",\"required\":false,\"type\":\"double\"}]");
                put("outputs", "[{\"name\":\"p\",\"required\":true,\"type\":\"double\"}]");
              }
            });
    assertThat((String) model.get("utc_time_created"))
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    org.mlflow.models.Model read = org.mlflow.models.Model.fromRootPath(out.toString());
    assertThat(read.getUtcTimeCreated()).contains((String) model.get("utc_time_created"));
    assertThat(read.getFlavor("lepton", LeptonFlavor.class).orElseThrow().format())
        .isEqualTo(version.format());
  }

  /** How MLflow's reader hands out what a flavour says. */
  private record LeptonFlavor(
      String data, String format, @JsonProperty("lepton_version_id") String version)
      implements org.mlflow.Flavor {
    @Override
    public String getName() {
      return "lepton";
    }

    @Override
    public String getModelDataPath() {
      return data;
    }
  }

  @Test
  @DisplayName("keep a schema of tensors through writing and reading")
  void tensors() {
    List<Field> fields =
        List.of(
            new Field("image", Type.U8, Shape.of(Shape.UNKNOWN, 28, 28), Presence.REQUIRED),
            new Field("label", Type.STRING, Shape.of(Shape.UNKNOWN), Presence.REQUIRED));
    assertThat(MlflowSignature.read(MlflowSignature.write(fields), "input", "x")).contains(fields);
    assertThat(MlflowSignature.read("[{\"type\":\"datetime\"}]", "input", "x")).isEmpty();
  }
}
