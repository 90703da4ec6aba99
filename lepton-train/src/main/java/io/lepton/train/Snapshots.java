package io.lepton.train;

import io.lepton.internal.Json;
import io.lepton.model.CategoricalProfile;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.NumericProfile;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.DjlPyTorchEngine;
import io.lepton.train.djl.internal.PyTorch;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.TabularConfig;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Puts snapshots together. */
final class Snapshots {
  private static final int PROFILED = 1000;

  /** What an engine reads. */
  record Content(String format, String config, Signature signature) {
    static Content of(ModelConfig config) {
      return new Content(ModelConfig.FORMAT, Json.text(config), config.signature());
    }

    static Content of(TabularConfig config) {
      return new Content(TabularConfig.FORMAT, Json.text(config), config.signature());
    }
  }

  private final Recipe recipe;
  private final DataReference train;
  private final @Nullable DataReference validation;

  /** References named {@code train} and {@code validation}. */
  Snapshots(Recipe recipe, DataReference train, @Nullable DataReference validation) {
    this.recipe = recipe;
    this.train = train;
    this.validation = validation;
  }

  Lineage lineage() {
    Lineage.Builder lineage = Lineage.builder().data(train).seed(recipe.seed()).thisJvm();
    if (validation != null) {
      lineage.data(validation);
    }
    if (recipe.weights() != null) {
      lineage.data(recipe.weights().reference());
    }
    if (recipe.weightColumn() != null) {
      lineage.environment(RowWeights.COLUMN, recipe.weightColumn());
    }
    if (recipe.codeRevision() != null) {
      lineage.codeRevision(recipe.codeRevision());
    }
    if (recipe.adversary() != null) {
      lineage.environment(Adversary.NAME, recipe.adversary().description());
    }
    if (recipe.change() != null) {
      lineage.environment(Change.NAME, recipe.change().description());
    }
    return PyTorch.describe(lineage, recipe.execution().device()).build();
  }

  /**
   * A snapshot with a profile.
   *
   * @param inputs profile of the training data's columns; its predictions are not used
   * @param rows how many there are of which predictions are profiled
   * @param row one of them
   */
  ModelSnapshot build(
      Content content, Weights weights, DataProfile inputs, int rows, IntFunction<Row> row) {
    ModelSnapshot bare = snapshot(content, weights, inputs);
    DataProfile whole =
        new DataProfile(
            inputs.data(),
            inputs.numeric(),
            inputs.categorical(),
            predictions(bare, rows, row),
            inputs.texts());
    return snapshot(content, weights, whole);
  }

  /** For most templates. */
  ModelSnapshot build(
      ModelConfig config, Weights weights, DataProfile inputs, int rows, IntFunction<Row> row) {
    return build(Content.of(config), weights, inputs, rows, row);
  }

  /** For data without columns. */
  ModelSnapshot build(ModelConfig config, Weights weights, int rows, IntFunction<Row> row) {
    List<NumericProfile> numeric = List.of();
    List<CategoricalProfile> categorical = List.of();
    return build(
        config, weights, new DataProfile(train, numeric, categorical, List.of()), rows, row);
  }

  private ModelSnapshot snapshot(Content content, Weights weights, DataProfile profile) {
    return ModelSnapshot.builder(content.format())
        .config(content.config())
        .weights(weights)
        .hyperparameters(recipe.settings())
        .signature(content.signature())
        .lineage(lineage())
        .file(DataProfile.FILE, profile.toJson())
        .build();
  }

  /** Of at most {@value #PROFILED} rows, evenly spaced. */
  private static List<NumericProfile> predictions(
      ModelSnapshot snapshot, int rows, IntFunction<Row> row) {
    int count = Math.min(rows, PROFILED);
    List<Row> chosen =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(i -> row.apply((int) ((long) i * rows / count)))
            .toList();
    List<Prediction> predictions;
    try (Predictor predictor = new DjlPyTorchEngine().load(snapshot)) {
      predictions = predictor.predict(chosen);
    }
    if (predictions.isEmpty()) {
      return List.of();
    }
    return predictions.get(0).numbers().keySet().stream()
        .map(
            name ->
                NumericProfile.of(
                    name, predictions.stream().mapToDouble(p -> p.numbers().get(name)).toArray()))
        .toList();
  }
}
