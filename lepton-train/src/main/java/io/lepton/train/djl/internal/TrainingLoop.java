package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import io.lepton.bytes.Digest;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Epoch;
import io.lepton.train.Examples;
import io.lepton.train.History;
import io.lepton.train.History.StopReason;
import io.lepton.train.TrainingListener;
import io.lepton.train.TrainingPlan;
import io.lepton.train.internal.LoopSettings;
import io.lepton.train.internal.Seeds;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One training, from its start or from its checkpoint. */
public final class TrainingLoop {
  private static final int MEASURED = 256; // rows at once, where nothing is learnt

  private final LoopSettings settings;
  private final Trainable model;
  private final Examples train;
  private final @Nullable Examples validation;
  private final Feed feed;
  private final Pass.Training pass;
  private final Updates updates;
  private final LiveGradient gradient;
  private final String identity;
  private final int batchSize;
  private final long batches; // of an epoch
  private final long orderSeed;
  private final long dropoutSeed;
  private final long changeSeed;
  private State state = State.START;
  private Weights best = Weights.empty();

  /** Weights of the best epoch, or of the last without validation. */
  public record Outcome(Weights weights, History history) {}

  TrainingLoop(
      NDManager manager,
      LoopSettings settings,
      Trainable model,
      Weights first,
      Examples train,
      @Nullable Examples validation) {
    this.settings = settings;
    this.model = model;
    this.train = train;
    this.validation = validation;
    this.feed = new Feed(manager, model, settings.loss);
    this.pass = new Pass.Training(manager);
    this.updates = new Updates(manager, settings, model);
    this.batchSize = settings.batchSize == 0 ? Math.toIntExact(train.rows()) : settings.batchSize;
    this.batches = (train.rows() + batchSize - 1) / batchSize;
    this.orderSeed = Seeds.derived(settings.seed, "order");
    this.dropoutSeed = Seeds.derived(settings.seed, "dropout");
    this.changeSeed = Seeds.derived(settings.seed, "augmentation");
    this.gradient = new LiveGradient(manager, model, updates, settings.loss);
    this.identity = settings.checkpoint == null ? "" : identity(first);
  }

  private String identity(Weights first) {
    StringBuilder text = new StringBuilder(settings.identity()).append(model.identity());
    first.asMap().forEach((name, tensor) -> text.append(name).append(tensor.digest()));
    text.append(train.fingerprint());
    text.append(validation == null ? "none" : validation.fingerprint());
    return Digest.of(text.toString()).hex();
  }

  Outcome run() {
    restore();
    started();
    while (state.stopReason() == null) {
      double loss = epoch();
      endEpoch(loss);
      save();
    }
    requireFinite(best);
    History history =
        new History(state.epochs(), state.bestEpoch(), Objects.requireNonNull(state.stopReason()));
    settings.listeners.forEach(listener -> listener.finished(history));
    return new Outcome(best, history);
  }

  private void started() {
    long parameters =
        model.arrays().entrySet().stream()
            .filter(entry -> model.role(entry.getKey()) != io.lepton.network.Parameter.Role.BUFFER)
            .mapToLong(entry -> entry.getValue().size())
            .sum();
    TrainingPlan plan =
        new TrainingPlan(
            (int) Math.min(Integer.MAX_VALUE, train.rows()),
            validation == null ? 0 : (int) Math.min(Integer.MAX_VALUE, validation.rows()),
            train.inputSize(),
            parameters,
            settings.epochs);
    settings.listeners.forEach(listener -> listener.started(plan));
  }

  /** The rest of an epoch; its mean training loss. */
  private double epoch() {
    int epoch = state.epochs().size() + 1;
    Iterator<Examples.Batch> source = train.epoch(orderSeed, epoch, batchSize);
    try {
      for (long skipped = 0; skipped < state.batch(); skipped++) {
        source.next();
      }
      int added = 0;
      while (source.hasNext()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new EngineException(
              "training was interrupted in epoch "
                  + epoch
                  + (settings.checkpoint == null
                      ? "; nothing of it was kept"
                      : "; it can go on from " + settings.checkpoint));
        }
        long number = (epoch - 1) * batches + state.batch();
        pass.random(Seeds.of(dropoutSeed, number));
        Feed.Score score = feed.learn(changed(source.next(), number), pass);
        requireNumber(score.sum(), "training", epoch);
        state = state.learnt(score);
        added++;
        if (added == settings.accumulation || !source.hasNext()) {
          updates.step(rate(), added);
          added = 0;
          long steps = settings.checkpointSteps;
          if (steps > 0 && updates.count() % steps == 0 && source.hasNext()) {
            save();
          }
        }
      }
    } finally {
      close(source);
    }
    return state.lossSum() / state.lossScale();
  }

  /** A batch as the model as it is now makes it, by its number alone. */
  private Examples.Batch changed(Examples.Batch batch, long number) {
    if (settings.augmentation == null) {
      return batch;
    }
    LabelledBatch before = new LabelledBatch(batch.rows(), batch.inputs(), batch.targets());
    LabelledBatch after =
        settings.augmentation.apply(before, gradient, Seeds.of(changeSeed, number));
    if (after == null) { // a caller's function may well
      throw new InvalidInputException(
          "the augmentation \"" + settings.augmentationName + "\" made null of a batch");
    }
    if (after.rows() != before.rows()
        || after.width() != before.width()
        || after.targetWidth() != before.targetWidth()) {
      throw new InvalidInputException(
          "the augmentation \""
              + settings.augmentationName
              + "\" made "
              + after.rows()
              + " rows of "
              + after.width()
              + " inputs and "
              + after.targetWidth()
              + " targets out of "
              + before.rows()
              + " of "
              + before.width()
              + " and "
              + before.targetWidth());
    }
    return new Examples.Batch(batch.rows(), after.inputs(), after.targets(), batch.weights());
  }

  private static void close(Iterator<?> source) {
    if (source instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new EngineException("the examples cannot be closed: " + e.getMessage(), e);
      }
    }
  }

  private double rate() {
    long stepsPerEpoch = (batches + settings.accumulation - 1) / settings.accumulation;
    return settings.learningRate
        * settings.schedule.factor(updates.count(), stepsPerEpoch, stepsPerEpoch * settings.epochs);
  }

  private void endEpoch(double trainingLoss) {
    int number = state.epochs().size() + 1;
    double loss = Double.NaN;
    double accuracy = Double.NaN;
    if (validation != null) {
      double sum = 0;
      double scale = 0;
      double right = 0;
      Iterator<Examples.Batch> source = validation.epoch(-1, 1, MEASURED);
      try {
        while (source.hasNext()) {
          Feed.Score score = feed.measure(source.next());
          sum += score.sum();
          scale += score.scale();
          right += score.right();
        }
      } finally {
        close(source);
      }
      loss = sum / scale;
      accuracy = right / validation.rows();
      requireNumber(loss, "validation", number);
    }
    Epoch epoch = new Epoch(number, settings.epochs, trainingLoss, loss, accuracy);
    boolean better = validation == null || loss < state.bestLoss();
    if (better && (validation != null || number == settings.epochs)) {
      best = NetworkTrainer.weights(model);
    }
    boolean asked = false;
    for (TrainingListener listener : settings.listeners) {
      asked |= listener.epochDone(epoch) == TrainingListener.Verdict.STOP;
    }
    if (asked && validation == null) {
      best = NetworkTrainer.weights(model);
    }
    state = state.ended(epoch, better, stopReason(number, better, asked));
  }

  private @Nullable StopReason stopReason(int number, boolean better, boolean asked) {
    boolean stale =
        settings.patience > 0
            && validation != null
            && !better
            && number - state.bestEpoch() >= settings.patience;
    if (asked) {
      return StopReason.LISTENER;
    }
    if (number == settings.epochs) {
      return StopReason.EPOCHS;
    }
    return stale ? StopReason.EARLY : null;
  }

  private static void requireNumber(double loss, String what, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new EngineException(
          "training diverged: the "
              + what
              + " loss of epoch "
              + epoch
              + " is "
              + loss
              + "; lower the learning rate");
    }
  }

  private static void requireFinite(Weights weights) {
    for (Map.Entry<String, Tensor> entry : weights.asMap().entrySet()) {
      for (float value : entry.getValue().toFloats()) {
        if (!Float.isFinite(value)) {
          throw new EngineException(
              "training diverged: \""
                  + entry.getKey()
                  + "\" has the weight "
                  + value
                  + "; lower the learning rate");
        }
      }
    }
  }

  private void save() {
    if (settings.checkpoint == null) {
      return;
    }
    Map<String, PtNDArray> moments = new LinkedHashMap<>(updates.state());
    Checkpoint.write(
        settings.checkpoint,
        identity,
        state.steps(updates.count()),
        NetworkTrainer.weights(model),
        best,
        moments);
  }

  private void restore() {
    if (settings.checkpoint == null) {
      return;
    }
    Checkpoint found = Checkpoint.read(settings.checkpoint, identity);
    if (found != null) {
      found.weights().into(model.arrays());
      found.moments().into(updates.state());
      state = found.state();
      best = found.best();
      updates.count(state.steps());
    }
  }
}
