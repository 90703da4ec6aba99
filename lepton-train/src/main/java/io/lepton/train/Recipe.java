package io.lepton.train;

import io.lepton.model.Hyperparameters;
import io.lepton.train.internal.Seeds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every template is set to. */
record Recipe(
    Kind kind,
    Hyperparameters settings,
    long seed,
    Execution execution,
    @Nullable String codeRevision,
    @Nullable RowWeights weights,
    @Nullable String weightColumn,
    @Nullable Adversary adversary,
    @Nullable Change change) {
  /** A template's name, as in {@code image-classifier}, and what can be set. */
  record Kind(String name, List<Knob> knobs) {}

  static Recipe of(String kind, List<Knob> knobs) {
    return new Recipe(
        new Kind(kind, knobs),
        Knob.defaults(knobs),
        0,
        new Execution(),
        null,
        null,
        null,
        null,
        null);
  }

  /** With a hyperparameter of a valid value. */
  Recipe set(String name, Object value) {
    return settings(Knob.set(kind.name(), kind.knobs(), settings, name, value));
  }

  private Recipe settings(Hyperparameters other) {
    return new Recipe(
        kind, other, seed, execution, codeRevision, weights, weightColumn, adversary, change);
  }

  Recipe seed(long other) {
    return new Recipe(
        kind, settings, other, execution, codeRevision, weights, weightColumn, adversary, change);
  }

  Recipe execution(Execution other) {
    return new Recipe(
        kind, settings, seed, other, codeRevision, weights, weightColumn, adversary, change);
  }

  Recipe codeRevision(String other) {
    return new Recipe(
        kind, settings, seed, execution, other, weights, weightColumn, adversary, change);
  }

  Recipe weights(RowWeights other) {
    return new Recipe(
        kind, settings, seed, execution, codeRevision, other, null, adversary, change);
  }

  /** In place of weights that were set one by one. */
  Recipe weightColumn(String other) {
    return new Recipe(
        kind, settings, seed, execution, codeRevision, null, other, adversary, change);
  }

  Recipe adversary(Adversary other) {
    return new Recipe(
        kind, settings, seed, execution, codeRevision, weights, weightColumn, other, change);
  }

  Recipe change(Change other) {
    return new Recipe(
        kind, settings, seed, execution, codeRevision, weights, weightColumn, adversary, other);
  }

  Recipe with(Retraining.Brought brought) {
    return new Recipe(
        kind,
        settings,
        seed,
        execution,
        codeRevision,
        brought.weights(),
        weightColumn,
        brought.adversary(),
        brought.change());
  }

  long changeSeed() {
    return Seeds.derived(seed, Change.NAME);
  }

  int whole(String name) {
    return (int) settings.integer(name);
  }

  /** The trainer that the settings ask for. */
  Trainer trainer(Loss loss) {
    Trainer trainer =
        Trainer.withDefaults()
            .loss(loss)
            .rule(Optimizer.of(settings.text(Knob.OPTIMIZER)).rule())
            .learningRate(settings.number(Knob.LEARNING_RATE))
            .schedule(schedule())
            .l1(settings.number(Knob.L1))
            .l2(settings.number(Knob.L2))
            .weightDecay(settings.number(Knob.WEIGHT_DECAY))
            .batchSize(whole(Knob.BATCH_SIZE))
            .accumulate(whole(Knob.ACCUMULATE))
            .epochs(whole(Knob.EPOCHS))
            .earlyStopping(whole(Knob.PATIENCE))
            .precision(Precision.of(settings.text(Knob.PRECISION)))
            .seed(seed);
    double length = settings.number(Knob.CLIP_NORM);
    trainer = length > 0 ? trainer.clipNorm(length) : trainer;
    double bound = settings.number(Knob.CLIP_VALUE);
    trainer = bound > 0 ? trainer.clipValue(bound) : trainer;
    trainer = adversary == null ? trainer : adversary.in(trainer);
    return execution.in(trainer);
  }

  private Schedule schedule() {
    Schedule schedule =
        switch (settings.text(Knob.SCHEDULE)) {
          case "constant" -> Schedule.constant();
          case "linear" -> new Schedule.Polynomial(1);
          case "cosine" -> Schedule.cosine();
          case "one_cycle" -> Schedule.oneCycle();
          default -> throw new IllegalStateException(settings.text(Knob.SCHEDULE));
        };
    int warmup = whole(Knob.WARMUP_STEPS);
    return warmup == 0 ? schedule : schedule.afterWarmup(warmup);
  }
}
