package io.lepton.train;

import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.EncodedColumn;
import io.lepton.data.Encoding;
import io.lepton.data.FittedCleaning;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.DataProfile;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.PyTorch;
import io.lepton.train.internal.MlpShape;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.RowEncoder;
import io.lepton.train.internal.TabularConfig;
import io.lepton.train.internal.TabularInput;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training: checks, cleans, encodes, trains, and puts the snapshot together. */
final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final Definition definition;

  Training(Definition definition) {
    this.definition = new Definition(definition);
  }

  /**
   * Trains.
   *
   * @param known cleaning that was fitted before, to be used again; null to fit it
   */
  Trained run(Dataset train, @Nullable Dataset validation, @Nullable FittedCleaning known) {
    requireUsable(train);
    if (validation != null) {
      requireUsable(validation);
    }
    FittedCleaning cleaning = known == null ? definition.cleaning.fit(train) : known;
    FittedCleaning.Cleaned cleaned = cleaning.applyToTraining(train);
    Dataset fitted = cleaned.data();
    List<String> classes = classes(fitted);
    Encoding encoding = Encoding.fit(fitted);
    warnOfConstants(encoding, fitted);
    Model model = model(cleaning, encoding, classes);
    // Cleaning what is clean already changes nothing: fills find no gap, clipped values lie inside.
    Examples rows =
        RowWeights.examples(
            model.encoder.encode(fitted.toRows()),
            codes(fitted, classes),
            definition.weights,
            train.name(),
            train.rows(),
            cleaned.kept());
    Dataset checked = validation == null ? null : cleaning.apply(validation).data();
    Weights first = model.network.initialWeights(definition.seed);
    Trainer trainer = trainer(classWeights(fitted, classes));
    TrainedNetwork result =
        checked == null || checked.rows() == 0
            ? trainer.train(model.network, first, rows)
            : trainer.train(model.network, first, rows, encoded(model.encoder, checked, classes));
    ModelSnapshot snapshot =
        ModelSnapshot.builder(model.format)
            .config(model.config)
            .weights(result.weights())
            .hyperparameters(definition.settings)
            .signature(model.signature)
            .lineage(lineage(train, validation))
            .file(DataProfile.FILE, Profiles.ofInputs(train).toJson())
            .build();
    Trained trained =
        new Trained(
            snapshot, classes, cleaning, definition.positive, result.history(), cleaned.report());
    return trained.with(Profiles.withPredictions(trained, checked == null ? fitted : checked));
  }

  /** What is trained and saved. */
  private record Model(
      String format, String config, Signature signature, RowEncoder encoder, Network network) {}

  private Model model(FittedCleaning cleaning, Encoding encoding, List<String> classes) {
    MlpShape.LinearPath path =
        definition.settings.find(Setting.LINEAR_PATH.key()).equals(Optional.of(true))
            ? MlpShape.LinearPath.PRESENT
            : MlpShape.LinearPath.ABSENT;
    double dropout = definition.settings.number(Setting.DROPOUT_RATE.key());
    List<String> embedded =
        TabularData.embedded(encoding, (int) definition.settings.integer(Setting.EMBED_FROM.key()));
    if (embedded.isEmpty()) {
      TabularConfig config =
          new TabularConfig(
              classes,
              sizes(definition.settings),
              path,
              cleaning,
              encoding,
              definition.unknownCategory);
      return new Model(
          TabularConfig.FORMAT,
          Json.text(config),
          config.signature(),
          new RowEncoder(config),
          config.shape().network(dropout));
    }
    TabularInput input = new TabularInput(cleaning, encoding, definition.unknownCategory, embedded);
    Network network =
        Architectures.perceptron(
            input.width(),
            TabularData.tables(
                input, (int) definition.settings.integer(Setting.EMBEDDING_SIZE.key())),
            sizes(definition.settings),
            classes.size(),
            dropout,
            path);
    ModelConfig config =
        ModelConfig.of("tabular-classifier", network, input, new ModelOutput.Classes(classes));
    return new Model(
        ModelConfig.FORMAT, Json.text(config), config.signature(), input.encoder(), network);
  }

  private void requireUsable(Dataset data) {
    if (!data.schema().equals(definition.schema)) {
      throw new InvalidInputException(
          data.name()
              + " has the columns "
              + data.schema().fields()
              + "; the classifier was defined for "
              + definition.schema.fields());
    }
    if (data.rows() == 0) {
      throw new InvalidInputException(data.name() + " has no rows; expected at least one");
    }
  }

  private List<String> classes(Dataset fitted) {
    if (fitted.rows() == 0) {
      throw new InvalidInputException("cleaning dropped every row of " + fitted.name());
    }
    Map<String, Long> counts = fitted.classCounts();
    if (counts.size() < 2) {
      throw new InvalidInputException(
          fitted.name()
              + " has only one class, "
              + counts
              + "; a classifier needs at least two to tell apart");
    }
    List<String> classes = List.copyOf(counts.keySet());
    if (definition.positive != null && !classes.contains(definition.positive)) {
      throw new InvalidInputException(
          "positive class \"" + definition.positive + "\" is none of " + classes);
    }
    return classes;
  }

  private static void warnOfConstants(Encoding encoding, Dataset fitted) {
    for (EncodedColumn column : encoding.columns()) {
      boolean constant = column.type() == ColumnType.NUMERIC && column.scale() == 0;
      if (constant || column.categories().size() == 1) {
        LOG.warn(
            "column \"{}\" has a single value in {}; the model learns nothing from it",
            column.name(),
            fitted.name());
      }
    }
  }

  private static Examples encoded(RowEncoder encoder, Dataset data, List<String> classes) {
    return Examples.of(encoder.encode(data.toRows()), codes(data, classes), data.rows());
  }

  private static float[] codes(Dataset data, List<String> classes) {
    float[] codes = new float[data.rows()];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = Scoring.code(data, row, classes);
    }
    return codes;
  }

  private List<Double> classWeights(Dataset fitted, List<String> classes) {
    if (definition.settings.text(Setting.CLASS_WEIGHTS.key()).equals("equal")) {
      return Collections.nCopies(classes.size(), 1.0);
    }
    Map<String, Long> counts = fitted.classCounts();
    double share = fitted.rows() / (double) classes.size();
    return classes.stream().map(name -> share / counts.getOrDefault(name, 1L)).toList();
  }

  private static List<Integer> sizes(Hyperparameters settings) {
    return ((List<?>) settings.find(Setting.HIDDEN.key()).orElseThrow())
        .stream().map(size -> ((Long) size).intValue()).toList();
  }

  private Trainer trainer(List<Double> classWeights) {
    Hyperparameters settings = definition.settings;
    Trainer trainer =
        Trainer.withDefaults()
            .loss(new CrossEntropy(0, classWeights))
            .rule(
                settings.text(Setting.OPTIMIZER.key()).equals(Optimizer.ADAM.key())
                    ? UpdateRule.adam()
                    : UpdateRule.momentum(0.9))
            .learningRate(settings.number(Setting.LEARNING_RATE.key()))
            .l1(settings.number(Setting.L1.key()))
            .l2(settings.number(Setting.L2.key()))
            .weightDecay(settings.number(Setting.WEIGHT_DECAY.key()))
            .batchSize((int) settings.integer(Setting.BATCH_SIZE.key()))
            .epochs((int) settings.integer(Setting.EPOCHS.key()))
            .earlyStopping((int) settings.integer(Setting.PATIENCE.key()))
            .precision(Precision.of(settings.text(Setting.PRECISION.key())))
            .seed(definition.seed);
    trainer = definition.adversary == null ? trainer : definition.adversary.in(trainer);
    for (TrainingListener listener : definition.listeners) {
      trainer = trainer.listener(listener);
    }
    return trainer;
  }

  private Lineage lineage(Dataset train, @Nullable Dataset validation) {
    Lineage.Builder lineage =
        Lineage.builder().data(train.reference("train")).seed(definition.seed).thisJvm();
    if (validation != null) {
      lineage.data(validation.reference("validation"));
    }
    if (definition.weights != null) {
      lineage.data(definition.weights.reference());
    }
    if (definition.adversary != null) {
      lineage.environment(Adversary.NAME, definition.adversary.description());
    }
    if (definition.codeRevision != null) {
      lineage.codeRevision(definition.codeRevision);
    }
    return PyTorch.describe(lineage).build();
  }
}
