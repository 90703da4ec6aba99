package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.compress.Distillation;
import io.lepton.compress.DynamicInt8;
import io.lepton.compress.LowRank;
import io.lepton.compress.NetworkModel;
import io.lepton.compress.PackedWeights;
import io.lepton.compress.Packing;
import io.lepton.compress.Pruning;
import io.lepton.compress.StructuredPruning;
import io.lepton.data.Dataset;
import io.lepton.data.image.ImageDataset;
import io.lepton.error.InvalidInputException;
import io.lepton.finetune.FineTuning;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.VersionId;
import io.lepton.network.Activation;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.djl.TorchNetwork;
import io.lepton.train.onnx.Onnx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedNetworkTest {
  private static final ImageDataset TRAIN = Problems.pictures(120, 1);
  private static final ImageDataset TEST = Problems.pictures(60, 2);
  @TempDir static Path folder;
  private static ImageClassifier definition;
  private static ModelSnapshot pictures;

  @BeforeAll
  static void train() {
    definition =
        ImageClassifier.define(Problems.PICTURE)
            .hyperparameter("filters", List.of(8L))
            .hyperparameter("hidden", List.of(16L))
            .epochs(20)
            .learningRate(0.01)
            .batchSize(16)
            .seed(9);
    pictures = definition.train(TRAIN).snapshot();
  }

  private static List<Prediction> predict(ModelSnapshot snapshot, List<Row> rows) {
    try (Predictor predictor = ModelEngine.forFormat(snapshot.format()).load(snapshot)) {
      return predictor.predict(rows);
    }
  }

  private static List<Row> rows(ImageDataset data) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < data.rows(); i++) {
      rows.add(Row.of("image", Tensor.ofFloats(Shape.of(1, 8, 8), data.pixels(i))));
    }
    return rows;
  }

  private static void comesBack(ModelSnapshot snapshot, Dataset data, String... notTaken) {
    SavedNetwork saved = SavedNetwork.of(snapshot);
    ModelSnapshot back = saved.with(saved.network(), saved.weights());
    List<Row> rows = data.without(notTaken).toRows();
    assertThat(predict(back, rows)).isEqualTo(predict(snapshot, rows));
    assertThat(back.signature()).isEqualTo(snapshot.signature());
    assertThat(back.lineage()).isEqualTo(snapshot.lineage());
    assertThat(saved.encode(rows)).hasSize(rows.size() * saved.network().inputSize());
  }

  @Test
  void whatIsTakenOutAndPutBackPredictsTheSameBits() {
    Dataset toy = Toy.withGaps(Toy.data(100, 1));
    Dataset complete = Toy.data(30, 2);
    for (int embedFrom : new int[] {0, 2}) {
      TabularClassifier classifier =
          Toy.classifier()
              .cleaning(Toy.cleaning())
              .dropout(0.1)
              .hyperparameter("embed_from", embedFrom)
              .epochs(2);
      comesBack(classifier.train(toy).snapshot(), complete, "y");
    }
    Dataset houses = Problems.houses(60, 1);
    comesBack(
        TabularRegressor.define(houses.schema(), "price").epochs(1).train(houses).snapshot(),
        houses,
        "price");
    Dataset texts = Problems.texts(60, 1);
    comesBack(
        TextClassifier.define(texts.schema(), "text").epochs(1).train(texts).snapshot(),
        texts,
        "kind");
  }

  @Test
  void smallerNetworksTakeTheRowsOfTheOriginal() {
    SavedNetwork saved = SavedNetwork.of(pictures);
    List<Row> rows = rows(TEST);
    List<UnaryOperator<NetworkModel>> ways =
        List.of(
            it ->
                new NetworkModel(
                    it.network(),
                    Pruning.to(0.5).byMagnitude(it.network(), it.weights()).apply(it.weights())),
            it -> StructuredPruning.removing(0.25).prune(it.network(), it.weights()),
            it -> LowRank.ofRank(6).factorise(it.network(), it.weights()),
            it ->
                Distillation.withDefaults()
                    .train(
                        Trainer.withDefaults().epochs(3).learningRate(0.01).seed(4),
                        it,
                        Network.sequential(
                            Shape.of(1, 8, 8),
                            new Flatten(),
                            Linear.of(12),
                            Activation.relu(),
                            Linear.of(3)),
                        4,
                        saved.encode(rows(TRAIN)),
                        codes(TRAIN, saved)));
    // Provenance: the original trained again, and the same done to it, is the same to the bit.
    SavedNetwork again = SavedNetwork.of(Retraining.of(pictures).with(TRAIN).model().snapshot());
    for (UnaryOperator<NetworkModel> way : ways) {
      NetworkModel small = way.apply(new NetworkModel(saved.network(), saved.weights()));
      ModelSnapshot snapshot = saved.with(small.network(), small.weights());
      assertThat(snapshot.signature()).isEqualTo(pictures.signature());
      assertThat(labels(snapshot, rows)).isEqualTo(labels(small, saved, rows));
      assertThat(predict(Onnx.snapshot(snapshot), rows)).hasSize(60);
      NetworkModel repeated = way.apply(new NetworkModel(again.network(), again.weights()));
      assertThat(repeated.weights().contentEquals(small.weights())).isTrue();
      ModelSnapshot twice = again.with(repeated.network(), repeated.weights());
      assertThat(int8(twice)).isEqualTo(int8(snapshot));
      assertThat(
              PackedWeights.pack(twice, Packing.INT4)
                  .weights()
                  .contentEquals(PackedWeights.pack(snapshot, Packing.INT4).weights()))
          .isTrue();
    }
  }

  private static byte[] int8(ModelSnapshot snapshot) {
    return DynamicInt8.withDefaults().quantize(Onnx.model(Onnx.snapshot(snapshot)));
  }

  private static List<String> labels(ModelSnapshot snapshot, List<Row> rows) {
    return predict(snapshot, rows).stream()
        .map(prediction -> ((Prediction.Classification) prediction).label())
        .toList();
  }

  private static List<String> labels(NetworkModel small, SavedNetwork saved, List<Row> rows) {
    List<String> labels = new ArrayList<>();
    try (TorchNetwork torch = TorchNetwork.load(small.network(), small.weights())) {
      float[] logits = torch.run(saved.encode(rows), rows.size());
      for (int row = 0; row < rows.size(); row++) {
        int best = 0;
        for (int i = 1; i < 3; i++) {
          best = logits[3 * row + i] > logits[3 * row + best] ? i : best;
        }
        labels.add(saved.classes().get(best));
      }
    }
    return labels;
  }

  private static int[] codes(ImageDataset data, SavedNetwork saved) {
    return data.labels().stream().mapToInt(saved.classes()::indexOf).toArray();
  }

  @Test
  void aFineTunedNetworkIsAModelOfItsOwnClasses() {
    SavedNetwork saved = SavedNetwork.of(pictures);
    ImageDataset bars = TRAIN.select(rowsOf("lying", "standing"));
    ModelSnapshot two = definition.epochs(1).train(bars).snapshot();
    Examples examples = SavedNetwork.of(two).examples(bars);
    VersionId parent = new VersionId(Digest.of("the version of the pictures"));
    TrainedNetwork tuned = tune(saved, examples);
    assertThat(tune(saved, examples).weights().contentEquals(tuned.weights())).isTrue();
    ModelSnapshot snapshot =
        saved.withClasses(
            tuned.network(),
            tuned.weights(),
            List.of("lying", "standing"),
            head(saved)
                .training(tuner())
                .inLineage(Lineage.builder().data(bars.reference("train")).derivedFrom(parent))
                .build());
    assertThat(snapshot.lineage().findSeed()).hasValue(5);
    assertThat(snapshot.lineage().environment())
        .containsKeys("djl", "threads")
        .containsEntry("device", "cpu")
        .hasEntrySatisfying(
            "trainer",
            settings -> assertThat(settings).contains("rate 0.05", "epochs 40", "seed 5", "=0.0"));
    assertThatThrownBy(() -> Retraining.of(snapshot))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parent.toString(), "epochs 40");
    ModelSnapshot further =
        saved.with(
            saved.network(),
            saved.weights(),
            tuner().inLineage(Lineage.builder().data(TRAIN.reference("train"))).build());
    assertThatThrownBy(() -> Retraining.of(further))
        .as("trained by hand, of no version")
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("epochs 40");
    List<Row> rows = rows(bars);
    List<Prediction> predictions = predict(snapshot, rows);
    int right = 0;
    for (int i = 0; i < rows.size(); i++) {
      String label = ((Prediction.Classification) predictions.get(i)).label();
      right += label.equals(bars.label(i)) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(72); // of 80; 40 by chance
  }

  private static TrainedNetwork tune(SavedNetwork saved, Examples examples) {
    return head(saved).train(tuner(), examples);
  }

  private static FineTuning head(SavedNetwork saved) {
    return FineTuning.of(saved.network(), saved.weights()).replaceHead(2, 5).headOnly();
  }

  private static Trainer tuner() {
    return Trainer.withDefaults().epochs(40).learningRate(0.05).seed(5);
  }

  private static int[] rowsOf(String... labels) {
    List<String> wanted = List.of(labels);
    return java.util.stream.IntStream.range(0, TRAIN.rows())
        .filter(row -> wanted.contains(TRAIN.label(row)))
        .toArray();
  }

  @Test
  void examplesTrainTheNetworkOn() {
    Dataset toy = Toy.data(100, 1);
    SavedNetwork classes = SavedNetwork.of(Toy.classifier().epochs(1).train(toy).snapshot());
    Dataset houses = Problems.houses(100, 1);
    SavedNetwork number =
        SavedNetwork.of(
            TabularRegressor.define(houses.schema(), "price").epochs(1).train(houses).snapshot());
    assertThat(falls(classes, classes.examples(toy), Loss.crossEntropy())).isTrue();
    assertThat(falls(number, number.examples(houses), Loss.squared())).isTrue();
  }

  @Test
  void aStreamOfRowsIsLearntFromLikeTheSameRowsInMemory() throws Exception {
    Dataset toy = Toy.data(300, 1);
    SavedNetwork saved =
        SavedNetwork.of(Toy.classifier().epochs(1).train(toy.select(0, 1, 2, 3, 4, 5)).snapshot());
    StringBuilder lines = new StringBuilder("x,z,shade,flag,y\n");
    for (int i = 0; i < toy.rows(); i++) {
      Row row = toy.row(i);
      toy.schema().features().forEach(it -> lines.append(row.get(it.name()).get()).append(','));
      lines.append(toy.label(i)).append('\n');
    }
    Path file = Files.writeString(folder.resolve("toy.csv"), lines);
    Examples stream = saved.examples(Dataset.csv(file).schema(toy.schema()).source(), 50);
    assertThat(stream.rows()).isEqualTo(300);
    Examples.Batch read = stream.epoch(-1, 1, 300).next(); // in order
    Examples.Batch whole = saved.examples(toy).epoch(-1, 1, 300).next();
    assertThat(read.inputs()).isEqualTo(whole.inputs());
    assertThat(read.targets()).isEqualTo(whole.targets());
    assertThat(falls(saved, stream, Loss.crossEntropy())).isTrue();
  }

  private static boolean falls(SavedNetwork saved, Examples examples, Loss loss) {
    List<Epoch> epochs =
        Trainer.withDefaults()
            .loss(loss)
            .epochs(5)
            .train(saved.network(), saved.weights(), examples)
            .history()
            .epochs();
    return epochs.get(4).trainingLoss() < epochs.get(0).trainingLoss();
  }

  @Test
  void aNetworkThatNoTemplateMadeBecomesAModel() {
    Network network = Network.sequential(Shape.of(2), Linear.of(1));
    Lineage lineage = Lineage.builder().seed(1).build();
    ModelSnapshot snapshot =
        SavedNetwork.regressor("x", network, network.initialWeights(1), "y", lineage);
    Row row = Row.of("x", Tensor.ofFloats(Shape.of(2), new float[] {1, 2}));
    assertThat(predict(snapshot, List.of(row)).get(0)).isInstanceOf(Prediction.Regression.class);
    comesBackOf(snapshot, row);
    assertThatThrownBy(
            () ->
                SavedNetwork.classifier(
                    "x", network, network.initialWeights(1), List.of("a", "b"), lineage))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("gives 1");
  }

  private static void comesBackOf(ModelSnapshot snapshot, Row row) {
    SavedNetwork saved = SavedNetwork.of(snapshot);
    assertThat(predict(saved.with(saved.network(), saved.weights()), List.of(row)))
        .isEqualTo(predict(snapshot, List.of(row)));
  }

  @Test
  void refusesWhatDoesNotFit() {
    SavedNetwork saved = SavedNetwork.of(pictures);
    Network other = Network.sequential(Shape.of(5), Linear.of(3));
    refused(() -> saved.with(other, other.initialWeights(1)), "takes 5 values", "have 64");
    refused(() -> saved.with(saved.network(), other.initialWeights(1)), "0.weight");
    refused(() -> saved.examples(Toy.data(3, 1)), "[x, z, shade, flag, y]", "image");
    refused(() -> SavedNetwork.of(Onnx.snapshot(pictures)), "lepton.onnx/1", "before it was");
    Dataset toy = Toy.data(30, 1);
    SavedNetwork tabular = SavedNetwork.of(Toy.classifier().epochs(1).train(toy).snapshot());
    refused(() -> tabular.examples(TEST), "has pictures");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }
}
