package io.lepton.train;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One hyperparameter of a template.
 *
 * @param name in snapshots and search spaces
 * @param initial its value if never set
 * @param expected what is valid, for the message
 * @param valid tells
 */
record Knob(String name, Object initial, String expected, Predicate<Object> valid) {
  static final String LEARNING_RATE = "learning_rate";
  static final String DROPOUT_RATE = "dropout_rate";
  static final String BATCH_SIZE = "batch_size";
  static final String EPOCHS = "epochs";
  static final String PATIENCE = "patience";
  static final String OPTIMIZER = "optimizer";
  static final String SCHEDULE = "schedule";
  static final String L1 = "l1";
  static final String L2 = "l2";
  static final String WEIGHT_DECAY = "weight_decay";
  static final String WARMUP_STEPS = "warmup_steps";
  static final String CLIP_NORM = "clip_norm";
  static final String CLIP_VALUE = "clip_value";
  static final String ACCUMULATE = "accumulate";
  static final String HIDDEN = "hidden";
  static final String PRECISION = "precision";

  static final List<String> SCHEDULES = List.of("constant", "linear", "cosine", "one_cycle");

  /** Those that every template has, after its own. */
  static List<Knob> withTraining(
      double learningRate, int batchSize, int epochs, int patience, Knob... own) {
    List<Knob> all = new ArrayList<>(List.of(own));
    all.add(choice(OPTIMIZER, Optimizer.ADAM.key(), Optimizer.keys()));
    all.add(
        new Knob(LEARNING_RATE, learningRate, "above 0", v -> v instanceof Number n && above0(n)));
    all.add(choice(SCHEDULE, "constant", SCHEDULES));
    all.add(whole(WARMUP_STEPS, 0, 0));
    all.add(from(L1, 0.0, 0, Double.MAX_VALUE));
    all.add(from(L2, 0.0, 0, Double.MAX_VALUE));
    all.add(from(WEIGHT_DECAY, 0.0, 0, Double.MAX_VALUE));
    all.add(from(CLIP_NORM, 0.0, 0, Double.MAX_VALUE));
    all.add(from(CLIP_VALUE, 0.0, 0, Double.MAX_VALUE));
    all.add(choice(PRECISION, Precision.FLOAT32.key(), Precision.keys()));
    all.add(whole(BATCH_SIZE, batchSize, 0));
    all.add(whole(ACCUMULATE, 1, 1));
    all.add(whole(EPOCHS, epochs, 1));
    all.add(whole(PATIENCE, patience, 0));
    return List.copyOf(all);
  }

  private static boolean above0(Number number) {
    return number.doubleValue() > 0;
  }

  static Knob whole(String name, long initial, long least) {
    return new Knob(
        name,
        initial,
        "a whole number of at least " + least,
        v -> v instanceof Long n && n >= least && n <= Integer.MAX_VALUE);
  }

  /** A number of at least and below something. */
  static Knob from(String name, double initial, double least, double below) {
    return new Knob(
        name,
        initial,
        below == Double.MAX_VALUE
            ? "at least " + text(least)
            : "at least " + text(least) + " and below " + text(below),
        v -> v instanceof Number n && n.doubleValue() >= least && n.doubleValue() < below);
  }

  private static String text(double bound) {
    return bound == (long) bound ? Long.toString((long) bound) : Double.toString(bound);
  }

  static Knob choice(String name, String initial, List<String> choices) {
    return new Knob(name, initial, "one of " + choices, choices::contains);
  }

  static Knob truth(String name, boolean initial) {
    return new Knob(name, initial, "true or false", v -> v instanceof Boolean);
  }

  static Knob sizes(String name, List<Long> initial) {
    return new Knob(
        name,
        initial,
        "a list of whole numbers of at least 1",
        v ->
            v instanceof List<?> list
                && list.stream()
                    .allMatch(i -> i instanceof Long n && n >= 1 && n <= Integer.MAX_VALUE));
  }

  static Hyperparameters defaults(List<Knob> knobs) {
    Hyperparameters settings = Hyperparameters.none();
    for (Knob knob : knobs) {
      settings = settings.with(knob.name, knob.initial);
    }
    return settings;
  }

  /** Settings with one changed, if there is such a one and the value is valid. */
  static Hyperparameters set(
      String template, List<Knob> knobs, Hyperparameters settings, String name, Object value) {
    Knob knob =
        knobs.stream()
            .filter(k -> k.name.equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "a "
                            + template
                            + " has no hyperparameter \""
                            + name
                            + "\"; it has "
                            + knobs.stream().map(Knob::name).toList()));
    Hyperparameters changed = settings.with(name, value);
    if (!knob.valid.test(changed.find(name).orElseThrow())) {
      throw new InvalidInputException(
          "hyperparameter \"" + name + "\" is " + value + "; expected " + knob.expected);
    }
    return changed;
  }

  /** A list of whole numbers. */
  static List<Integer> sizes(Hyperparameters settings, String name) {
    return ((List<?>) settings.find(name).orElseThrow())
        .stream().map(size -> ((Long) size).intValue()).toList();
  }
}
