package io.lepton.train;

import io.lepton.model.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every template is set to. */
record Recipe(
    Hyperparameters settings,
    long seed,
    List<TrainingListener> listeners,
    @Nullable String codeRevision,
    @Nullable RowWeights weights,
    @Nullable String weightColumn,
    @Nullable Adversary adversary) {
  Recipe {
    listeners = List.copyOf(listeners);
  }

  static Recipe of(List<Knob> knobs) {
    return new Recipe(Knob.defaults(knobs), 0, List.of(), null, null, null, null);
  }

  Recipe settings(Hyperparameters changed) {
    return new Recipe(changed, seed, listeners, codeRevision, weights, weightColumn, adversary);
  }

  Recipe seed(long changed) {
    return new Recipe(settings, changed, listeners, codeRevision, weights, weightColumn, adversary);
  }

  Recipe codeRevision(String changed) {
    return new Recipe(settings, seed, listeners, changed, weights, weightColumn, adversary);
  }

  Recipe weights(RowWeights changed) {
    return new Recipe(settings, seed, listeners, codeRevision, changed, null, adversary);
  }

  /** In place of weights that were set one by one. */
  Recipe weightColumn(String changed) {
    return new Recipe(settings, seed, listeners, codeRevision, null, changed, adversary);
  }

  Recipe adversary(Adversary changed) {
    return new Recipe(settings, seed, listeners, codeRevision, weights, weightColumn, changed);
  }

  Recipe listener(TrainingListener more) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(more);
    return new Recipe(settings, seed, all, codeRevision, weights, weightColumn, adversary);
  }

  Recipe with(Retraining.Brought brought) {
    return new Recipe(
        settings,
        seed,
        listeners,
        codeRevision,
        brought.weights(),
        weightColumn,
        brought.adversary());
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
            .schedule(schedule(settings.text(Knob.SCHEDULE)))
            .l1(settings.number(Knob.L1))
            .l2(settings.number(Knob.L2))
            .weightDecay(settings.number(Knob.WEIGHT_DECAY))
            .batchSize(whole(Knob.BATCH_SIZE))
            .epochs(whole(Knob.EPOCHS))
            .earlyStopping(whole(Knob.PATIENCE))
            .precision(Precision.of(settings.text(Knob.PRECISION)))
            .seed(seed);
    double clip = settings.number(Knob.CLIP_NORM);
    trainer = clip > 0 ? trainer.clipNorm(clip) : trainer;
    trainer = adversary == null ? trainer : adversary.in(trainer);
    for (TrainingListener listener : listeners) {
      trainer = trainer.listener(listener);
    }
    return trainer;
  }

  private static Schedule schedule(String name) {
    return switch (name) {
      case "constant" -> Schedule.constant();
      case "cosine" -> Schedule.cosine();
      case "one_cycle" -> Schedule.oneCycle();
      default -> throw new IllegalStateException(name);
    };
  }
}
