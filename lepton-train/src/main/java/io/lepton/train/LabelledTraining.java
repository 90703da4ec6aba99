package io.lepton.train;

import io.lepton.data.CleaningReport;
import io.lepton.error.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all classifiers of the general format check and weigh. */
final class LabelledTraining {
  static final String CLASS_WEIGHTS = "class_weights";
  static final String LABEL_SMOOTHING = "label_smoothing";

  private LabelledTraining() {}

  static Knob classWeights() {
    return Knob.choice(CLASS_WEIGHTS, "equal", List.of("equal", "balanced"));
  }

  static Knob labelSmoothing() {
    return Knob.from(LABEL_SMOOTHING, 0, 0, 1);
  }

  static void requireRows(String name, int rows) {
    if (rows == 0) {
      throw new InvalidInputException(name + " has no rows; expected at least one");
    }
  }

  /** The report where there is no cleaning. */
  static CleaningReport untouched(String name, int rows) {
    return new CleaningReport(name, rows, rows, List.of(), 0, 0);
  }

  static List<String> classes(String name, Map<String, Long> counts, @Nullable String positive) {
    if (counts.size() < 2) {
      throw new InvalidInputException(
          name
              + " has only one class, "
              + counts
              + "; a classifier needs at least two to tell apart");
    }
    List<String> classes = List.copyOf(counts.keySet());
    if (positive != null && !classes.contains(positive)) {
      throw new InvalidInputException("positive class \"" + positive + "\" is none of " + classes);
    }
    return classes;
  }

  /** Cross-entropy, each class weighing as the recipe says. */
  static Loss loss(Recipe recipe, Map<String, Long> counts) {
    CrossEntropy loss =
        Loss.crossEntropy().labelSmoothing(recipe.settings().number(LABEL_SMOOTHING));
    if (recipe.settings().text(CLASS_WEIGHTS).equals("equal")) {
      return loss;
    }
    double rows = counts.values().stream().mapToLong(Long::longValue).sum();
    return loss.classWeights(
        counts.values().stream().mapToDouble(n -> rows / counts.size() / n).toArray());
  }

  /** Numbers of classes, or shares of them where examples may be mixed. */
  static float[] targets(Recipe recipe, int[] codes, int classes) {
    boolean mixed = recipe.change() instanceof Change.OfBatches;
    float[] targets = new float[mixed ? codes.length * classes : codes.length];
    for (int i = 0; i < codes.length; i++) {
      if (mixed) {
        targets[i * classes + codes[i]] = 1;
      } else {
        targets[i] = codes[i];
      }
    }
    return targets;
  }
}
