package io.lepton.train.djl.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.compress.CompressionReport;
import io.lepton.data.Dataset;
import io.lepton.data.image.ImageDataset;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Bias;
import io.lepton.network.Conv2d;
import io.lepton.network.EmbedColumns;
import io.lepton.network.Flatten;
import io.lepton.network.Init;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.ImageClassifier;
import io.lepton.train.Problems;
import io.lepton.train.SavedNetwork;
import io.lepton.train.Toy;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TensorFlow trains what the tabular and image templates define. Slow: the libraries' size. */
@Tag("slow")
class TensorFlowTemplatesTest {
  private static final TensorFlowTrainer TRAINER =
      TensorFlowTrainer.withDefaults().epochs(8).batchSize(20).learningRate(0.01).seed(5);
  @TempDir Path folder;

  private static int[] codes(List<String> labels, SavedNetwork saved) {
    return labels.stream().mapToInt(saved.classes()::indexOf).toArray();
  }

  private static List<Row> rows(ImageDataset data) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < data.rows(); i++) {
      rows.add(Row.of("image", Tensor.ofFloats(Shape.of(1, 8, 8), data.pixels(i))));
    }
    return rows;
  }

  /** Trained twice; put back as the template's model, and run as the SavedModel it wrote. */
  private void trains(ModelSnapshot template, List<Row> rows, List<String> labels, double better) {
    SavedNetwork saved = SavedNetwork.of(template);
    Network network = saved.network();
    float[] inputs = saved.encode(rows);
    int[] classes = codes(labels, saved);
    Path model = folder.resolve("model" + rows.size() + network.parameters().size());
    Weights first = network.initialWeights(3);
    Weights weights = TRAINER.train(network, first, inputs, classes, model);
    assertThat(TRAINER.train(network, first, inputs, classes, null).contentEquals(weights))
        .isTrue();

    ModelSnapshot back = saved.with(network, weights);
    assertThat(CompressionReport.of(template, back, rows, labels).compressed().accuracy())
        .isGreaterThan(better);
    ModelSnapshot exported =
        SavedModels.classifier(
            model,
            "serving_default",
            "x",
            network.inputShape(),
            saved.classes(),
            Lineage.unknown());
    int width = network.inputSize();
    try (Predictor predictor = new SavedModelEngine().load(exported);
        TorchNetwork torch = TorchNetwork.load(network, weights)) {
      for (int row = 0; row < 20; row++) {
        float[] input = Arrays.copyOfRange(inputs, row * width, (row + 1) * width);
        Row tensor = Row.of("x", Tensor.ofFloats(network.inputShape(), input));
        double[] said =
            ((Prediction.Classification) predictor.predict(List.of(tensor)).get(0))
                .probabilities().values().stream().mapToDouble(Double::doubleValue).toArray();
        assertThat(said).containsExactly(softmax(torch.run(input, 1)), within(1e-5));
      }
    }
  }

  private static double[] softmax(float[] logits) {
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      shares[i] = Math.exp(logits[i]);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  @Test
  void theTabularTemplateWithDropoutAndEmbeddings() {
    Dataset toy = Toy.data(200, 1);
    for (int embedFrom : new int[] {0, 2}) {
      trains(
          Toy.classifier()
              .dropout(0.2)
              .hyperparameter("embed_from", embedFrom)
              .epochs(1)
              .train(toy)
              .snapshot(),
          toy.without("y").toRows(),
          toy.labels(),
          0.85);
    }
  }

  @Test
  void theImageTemplatesOfBothArchitectures() {
    ImageDataset pictures = Problems.pictures(180, 1);
    for (String architecture : List.of("cnn", "resnet")) {
      trains(
          ImageClassifier.define(Problems.PICTURE)
              .hyperparameter("architecture", architecture)
              .hyperparameter("filters", List.of(8L, 8L))
              .epochs(1)
              .train(pictures)
              .snapshot(),
          rows(pictures),
          pictures.labels(),
          0.8);
    }
  }

  @Test
  void aStepIsPyTorchsRunningStatisticsIncluded() {
    Network pictures =
        Network.sequential(
            Shape.of(1, 4, 4),
            Conv2d.of(3, 3).with(Init.HE_NORMAL, Bias.ABSENT),
            BatchNorm.withDefaults(),
            Activation.relu(),
            new Flatten(),
            new Linear(5, Bias.ABSENT, Init.UNIFORM),
            BatchNorm.withDefaults(),
            Linear.of(2));
    Network columns =
        Network.sequential(
            Shape.of(3),
            new EmbedColumns(List.of(new EmbedColumns.Table(4, 2, 1))),
            BatchNorm.withDefaults(),
            Linear.of(2));
    for (Network network : List.of(pictures, columns)) {
      int rows = 12;
      SplittableRandom random = new SplittableRandom(2);
      float[] inputs = new float[rows * network.inputSize()];
      float[] targets = new float[rows];
      int[] classes = new int[rows];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] =
            network == columns && i % 3 == 2 ? random.nextInt(4) : (float) random.nextDouble(-1, 2);
      }
      for (int i = 0; i < rows; i++) {
        classes[i] = i % 2;
        targets[i] = classes[i];
      }
      Weights first = network.initialWeights(1);
      Weights theirs =
          Trainer.withDefaults()
              .batchSize(0)
              .epochs(3)
              .learningRate(0.01)
              .train(network, first, Examples.of(inputs, targets, rows))
              .weights();
      Weights ours =
          TensorFlowTrainer.withDefaults()
              .batchSize(rows)
              .epochs(3)
              .learningRate(0.01)
              .train(network, first, inputs, classes, null);
      theirs
          .asMap()
          .forEach(
              (name, tensor) ->
                  assertThat(ours.get(name).toFloats())
                      .as(name)
                      .containsExactly(tensor.toFloats(), within(1e-5f)));
    }
  }

  @Test
  void refusesASingleRowLeftOverForNormalisation() {
    Network network =
        Network.sequential(Shape.of(2), Linear.of(2), BatchNorm.withDefaults(), Linear.of(2));
    assertThatThrownBy(
            () ->
                TensorFlowTrainer.withDefaults()
                    .batchSize(2)
                    .train(network, network.initialWeights(1), new float[6], new int[3], null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("leave a batch of one row");
  }
}
