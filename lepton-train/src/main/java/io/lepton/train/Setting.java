package io.lepton.train;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The hyperparameters of a tabular classifier: names, defaults and what is valid. */
@SuppressWarnings("ImmutableEnumChecker") // every default is immutable, and so are the predicates
enum Setting {
  HIDDEN(List.of(16L), "a list of whole numbers of at least 1", Setting::isSizes),
  LINEAR_PATH(true, "true or false", value -> value instanceof Boolean),
  EMBED_FROM(0L, "a whole number, 0 to embed no column", whole(0)),
  EMBEDDING_SIZE(0L, "a whole number, 0 for what suits the categories", whole(0)),
  DROPOUT_RATE(0.2, "at least 0 and below 1", numbers(0, 1)),
  OPTIMIZER("adam", "\"adam\" or \"sgd\"", Setting::isOptimizer),
  LEARNING_RATE(0.01, "above 0", value -> isNumber(value) && number(value) > 0),
  L1(0.0, "at least 0", numbers(0, Double.POSITIVE_INFINITY)),
  L2(0.0, "at least 0", numbers(0, Double.POSITIVE_INFINITY)),
  WEIGHT_DECAY(0.0, "at least 0", numbers(0, Double.POSITIVE_INFINITY)),
  CLASS_WEIGHTS("equal", "\"equal\" or \"balanced\"", Setting::isClassWeights),
  PRECISION(
      Precision.FLOAT32.key(), "one of " + Precision.keys(), v -> Precision.keys().contains(v)),
  BATCH_SIZE(0L, "a whole number, 0 for all rows at once", whole(0)),
  EPOCHS(200L, "a whole number of at least 1", whole(1)),
  PATIENCE(20L, "a whole number, 0 to never stop early", whole(0));

  private final Object initial;
  private final String expected;
  private final Predicate<Object> valid;

  Setting(Object initial, String expected, Predicate<Object> valid) {
    this.initial = initial;
    this.expected = expected;
    this.valid = valid;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Hyperparameters defaults() {
    Hyperparameters settings = Hyperparameters.none();
    for (Setting setting : values()) {
      settings = settings.with(setting.key(), setting.initial);
    }
    return settings;
  }

  static Setting named(String key) {
    return Arrays.stream(values())
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "a tabular classifier has no hyperparameter \""
                        + key
                        + "\"; it has "
                        + Arrays.stream(values()).map(Setting::key).toList()));
  }

  /** Settings with one changed, if the value is valid. */
  Hyperparameters set(Hyperparameters settings, Object value) {
    Hyperparameters changed = settings.with(key(), value);
    if (!valid.test(changed.asMap().get(key()))) {
      throw new InvalidInputException(
          "hyperparameter \"" + key() + "\" is " + value + "; expected " + expected);
    }
    return changed;
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number;
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static Predicate<Object> numbers(double low, double below) {
    return value -> isNumber(value) && number(value) >= low && number(value) < below;
  }

  private static Predicate<Object> whole(long low) {
    return value -> value instanceof Long n && n >= low && n <= Integer.MAX_VALUE;
  }

  private static boolean isSizes(Object value) {
    return value instanceof List<?> sizes && sizes.stream().allMatch(whole(1));
  }

  private static boolean isOptimizer(Object value) {
    return Arrays.stream(Optimizer.values()).anyMatch(kind -> kind.key().equals(value));
  }

  private static boolean isClassWeights(Object value) {
    return value.equals("equal") || value.equals("balanced");
  }
}
