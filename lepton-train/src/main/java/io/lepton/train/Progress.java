package io.lepton.train;

import io.lepton.train.TrainingListener.Verdict;
import io.lepton.train.internal.MlpTask;
import java.util.ArrayList;
import java.util.List;

/** Passes the course of a training on to listeners and keeps it. */
final class Progress implements MlpTask.Progress {
  private final List<TrainingListener> listeners;
  private final MlpTask task;
  private final List<Epoch> epochs = new ArrayList<>();
  private boolean stopped;

  Progress(List<TrainingListener> listeners, MlpTask task) {
    this.listeners = listeners;
    this.task = task;
  }

  void started() {
    long parameters =
        task.shape().tensors().values().stream().mapToLong(shape -> shape.elementCount()).sum();
    TrainingPlan plan =
        new TrainingPlan(
            task.train().count(),
            task.validation().count(),
            task.shape().features(),
            parameters,
            task.settings().epochs());
    listeners.forEach(listener -> listener.started(plan));
  }

  @Override
  public MlpTask.Next epochDone(
      int epoch, double trainingLoss, double validationLoss, double validationAccuracy) {
    Epoch done =
        new Epoch(
            epoch, task.settings().epochs(), trainingLoss, validationLoss, validationAccuracy);
    epochs.add(done);
    for (TrainingListener listener : listeners) {
      stopped |= listener.epochDone(done) == Verdict.STOP;
    }
    return stopped ? MlpTask.Next.STOP : MlpTask.Next.GO_ON;
  }

  History finished(int bestEpoch) {
    History.StopReason reason =
        stopped
            ? History.StopReason.LISTENER
            : epochs.size() < task.settings().epochs()
                ? History.StopReason.EARLY
                : History.StopReason.EPOCHS;
    History history = new History(epochs, bestEpoch, reason);
    listeners.forEach(listener -> listener.finished(history));
    return history;
  }
}
