package io.lepton.train.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.data.Dataset;
import io.lepton.data.GermanCredit;
import io.lepton.data.Split;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.model.CategoricalProfile;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.NumericProfile;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.TabularClassifier;
import io.lepton.train.Toy;
import io.lepton.train.TrainedClassifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final String FIRST = "layers.0.weight";

  @Test
  void predictsTheSameBitsBeforeAndAfter() {
    Split split = GermanCredit.split();
    TrainedClassifier<Dataset> trained =
        TabularClassifier.define(split.train().schema(), "Class")
            .epochs(20)
            .train(split.train(), split.validation());
    List<Row> rows = split.test().toRows();

    List<Prediction> before;
    try (Predictor predictor = trained.predictor()) {
      before = predictor.predict(rows);
    }
    ModelSnapshot copy = copy(trained.snapshot(), trained.snapshot().config(), w -> w);
    try (Predictor loaded = ModelEngine.forFormat(copy.format()).load(copy)) {
      assertThat(loaded.predict(rows)).isEqualTo(before);
    }
  }

  @Test
  void carriesAProfileOfRawInputsAndOfPredictionsOnValidationRows() {
    Dataset train = Toy.withGaps(Toy.data(200, 1));
    Dataset validation = Toy.data(60, 2);
    TrainedClassifier<Dataset> trained =
        Toy.classifier().cleaning(Toy.cleaning()).train(train, validation);

    DataProfile profile = DataProfile.of(trained.snapshot()).orElseThrow();

    assertThat(profile.data()).isEqualTo(train.reference("train"));
    assertThat(profile.numeric()).extracting(NumericProfile::name).containsExactly("x", "z");
    assertThat(profile.findNumeric("x").orElseThrow().missing()).isEqualTo(10);
    CategoricalProfile shade = profile.findCategorical("shade").orElseThrow();
    assertThat(shade.counts().keySet()).containsExactly("dark", "light");
    assertThat(shade.missing() + shade.count()).isEqualTo(200);
    assertThat(profile.findCategorical("flag").orElseThrow().counts().keySet())
        .containsExactly("false", "true");
    try (Predictor predictor = trained.predictor()) {
      double[] up =
          predictor.predict(validation.toRows()).stream()
              .mapToDouble(prediction -> prediction.numbers().get("up"))
              .toArray();
      assertThat(profile.findPrediction("up")).contains(NumericProfile.of("up", up));
    }
  }

  @Test
  void namesThePartThatIsCorrupt() {
    ModelSnapshot good = Toy.snapshot();
    corrupt(
        copy(good, good.config(), w -> with(w, FIRST, null)),
        "tensor \"layers.0.weight\" is missing; the config asks for F32 [8, 6]");
    corrupt(
        copy(good, good.config(), w -> with(w, FIRST, floats(Shape.of(6, 8)))),
        "tensor \"layers.0.weight\": expected F32 [8, 6], found F32 [6, 8]");
    corrupt(
        copy(
            good,
            good.config(),
            w -> with(w, FIRST, Tensor.ofDoubles(Shape.of(8, 6), new double[48]))),
        "expected F32 [8, 6], found F64 [8, 6]");
    corrupt(
        copy(good, good.config(), w -> with(w, "stray", floats(Shape.of(1)))),
        "tensor \"stray\" is none of the config's");
    corrupt(copy(good, "{}", w -> w), "the model's config is not a valid");
    corrupt(
        copy(good, good.config().replace("\"hidden\":[8]", "\"hidden\":[-8]"), w -> w),
        "the model's config: network of");
    corrupt(
        copy(good, good.config().replace("\"hidden\":[8]", "\"hidden\":[9]"), w -> w),
        "expected F32 [9, 6], found F32 [8, 6]");
    corrupt(copy(good, good.config().replace("\"up\"]", "\"up\",\"up\"]"), w -> w), "no two alike");
    corrupt(
        copy(good, good.config().replace("\"column\":\"x\"", "\"column\":\"w\""), w -> w),
        "the cleaning is of columns [w,");
    corrupt(
        copy(good, good.config().replace("\"REFUSE\"", "\"GUESS\""), w -> w),
        "the model's config is not a valid");
    corrupt(
        new ModelSnapshot(
            good.format(),
            good.config(),
            good.weights(),
            good.files(),
            good.hyperparameters(),
            new Signature(List.of(), List.of()),
            good.lineage()),
        "signature");
  }

  private static void corrupt(ModelSnapshot snapshot, String message) {
    assertThatThrownBy(() -> new DjlPyTorchEngine().load(snapshot))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void keepsWeightsThatAreNotFiniteButDoesNotPredictWithThem() {
    float[] odd = new float[48];
    odd[0] = Float.intBitsToFloat(0x7fc12345); // a NaN with a payload
    odd[1] = Float.NEGATIVE_INFINITY;
    Tensor tensor = Tensor.ofFloats(Shape.of(8, 6), odd);
    ModelSnapshot snapshot =
        copy(Toy.snapshot(), Toy.snapshot().config(), w -> with(w, FIRST, tensor));

    try (Predictor predictor = new DjlPyTorchEngine().load(snapshot)) {
      assertThatThrownBy(() -> predictor.predict(Toy.data(2, 1).toRows()))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("row 0: the model's output is NaN");
    }
    assertThat(snapshot.weights().get(FIRST).bytes().read(0, 4).getInt()).isEqualTo(0x7fc12345);
  }

  @Test
  void isFoundByNameAndFormatWithoutLoadingPyTorch() {
    ModelEngine engine = ModelEngine.forFormat("lepton.tabular-classifier/1");

    assertThat(engine.name()).isEqualTo("djl-pytorch");
    assertThat(engine.properties().library()).startsWith("PyTorch through DJL 0.");
  }

  private static Tensor floats(Shape shape) {
    return Tensor.ofFloats(shape, new float[(int) shape.elementCount()]);
  }

  private static Weights with(Weights weights, String name, Tensor tensor) {
    Map<String, Tensor> changed = new LinkedHashMap<>(weights.asMap());
    if (tensor == null) {
      changed.remove(name);
    } else {
      changed.put(name, tensor);
    }
    return Weights.of(changed);
  }

  /** Through bytes, as a store would. */
  private static ModelSnapshot copy(
      ModelSnapshot of, String config, UnaryOperator<Weights> change) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    of.weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              byte[] bytes = new byte[(int) tensor.bytes().size()];
              tensor.bytes().readAll().get(bytes);
              tensors.put(name, Tensor.of(DType.F32, tensor.shape(), ByteSource.of(bytes)));
            });
    return new ModelSnapshot(
        of.format(),
        config,
        change.apply(Weights.of(tensors)),
        of.files(),
        of.hyperparameters(),
        of.signature(),
        of.lineage());
  }
}
