package io.lepton.train;

import io.lepton.data.Cleaning;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.model.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be trained. Changed only while a new {@link TabularClassifier} is made of a copy. */
final class Definition {
  final Schema schema;
  final String label;
  final List<TrainingListener> listeners;
  Hyperparameters settings;
  Cleaning cleaning;
  UnknownCategory unknownCategory;
  @Nullable String positive;
  @Nullable String codeRevision;
  @Nullable RowWeights weights;
  @Nullable Adversary adversary;
  long seed;

  Definition(Schema schema, String label) {
    this.schema = schema;
    this.label = label;
    listeners = new ArrayList<>();
    settings = Setting.defaults();
    cleaning = Cleaning.none();
    unknownCategory = UnknownCategory.REFUSE;
  }

  Definition(Definition other) {
    schema = other.schema;
    label = other.label;
    listeners = new ArrayList<>(other.listeners);
    settings = other.settings;
    cleaning = other.cleaning;
    unknownCategory = other.unknownCategory;
    positive = other.positive;
    codeRevision = other.codeRevision;
    weights = other.weights;
    adversary = other.adversary;
    seed = other.seed;
  }
}
