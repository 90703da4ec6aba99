package io.lepton.train;

import io.lepton.data.CleaningReport;
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
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.PyTorch;
import io.lepton.train.internal.MlpShape;
import io.lepton.train.internal.RowEncoder;
import io.lepton.train.internal.TabularConfig;
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

  Trained run(Dataset train, @Nullable Dataset validation) {
    requireUsable(train);
    if (validation != null) {
      requireUsable(validation);
    }
    FittedCleaning cleaning = definition.cleaning.fit(train);
    FittedCleaning.Cleaned cleaned = cleaning.applyToTraining(train);
    Dataset fitted = cleaned.data();
    List<String> classes = classes(fitted);
    Encoding encoding = Encoding.fit(fitted);
    warnOfConstants(encoding, fitted);
    TabularConfig config =
        new TabularConfig(
            classes,
            sizes(definition.settings),
            definition.settings.find(Setting.LINEAR_PATH.key()).equals(Optional.of(true))
                ? MlpShape.LinearPath.PRESENT
                : MlpShape.LinearPath.ABSENT,
            cleaning,
            encoding,
            definition.unknownCategory);
    RowEncoder encoder = new RowEncoder(config);
    // Cleaning what is clean already changes nothing: fills find no gap, clipped values lie inside.
    Examples rows = encoded(encoder, fitted, classes);
    Dataset checked = validation == null ? null : cleaning.apply(validation).data();
    Network network =
        config.shape().network(definition.settings.number(Setting.DROPOUT_RATE.key()));
    Weights first = network.initialWeights(definition.seed);
    Trainer trainer = trainer(classWeights(fitted, classes));
    TrainedNetwork result =
        checked == null || checked.rows() == 0
            ? trainer.train(network, first, rows)
            : trainer.train(network, first, rows, encoded(encoder, checked, classes));
    History history = result.history();
    return trained(train, validation, checked, config, result.weights(), history, cleaned.report());
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
    float[] codes = new float[data.rows()];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = Scoring.code(data, row, classes);
    }
    return Examples.of(encoder.encode(data.toRows()), codes, codes.length);
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
            .seed(definition.seed);
    for (TrainingListener listener : definition.listeners) {
      trainer = trainer.listener(listener);
    }
    return trainer;
  }

  private Trained trained(
      Dataset train,
      @Nullable Dataset validation,
      @Nullable Dataset checked,
      TabularConfig config,
      Weights weights,
      History history,
      CleaningReport report) {
    Lineage.Builder lineage =
        Lineage.builder().data(train.reference("train")).seed(definition.seed).thisJvm();
    if (validation != null) {
      lineage.data(validation.reference("validation"));
    }
    if (definition.codeRevision != null) {
      lineage.codeRevision(definition.codeRevision);
    }
    PyTorch.describe(lineage);
    ModelSnapshot snapshot =
        ModelSnapshot.builder(TabularConfig.FORMAT)
            .config(Json.text(config))
            .weights(weights)
            .hyperparameters(definition.settings)
            .signature(config.signature())
            .lineage(lineage.build())
            .file(DataProfile.FILE, Profiles.ofInputs(train).toJson())
            .build();
    Trained model = new Trained(snapshot, config, definition.positive, history, report);
    return model.with(Profiles.withPredictions(model, checked == null ? train : checked));
  }
}
