package io.lepton.train.djl.internal;

import io.lepton.train.Epoch;
import io.lepton.train.History.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a training is, beside its arrays.
 *
 * @param epochs that have ended
 * @param batch batches learnt of the epoch after those
 * @param lossSum of these batches
 * @param lossScale of these batches
 * @param steps taken in all
 * @param bestEpoch from 1; 0 before the first
 * @param bestLoss of that epoch, infinite without validation
 * @param stopReason null until the end
 */
record State(
    List<Epoch> epochs,
    long batch,
    double lossSum,
    double lossScale,
    long steps,
    int bestEpoch,
    double bestLoss,
    @Nullable StopReason stopReason) {
  static final State START = new State(List.of(), 0, 0, 0, 0, 0, Double.POSITIVE_INFINITY, null);

  State {
    epochs = List.copyOf(epochs);
  }

  State learnt(Feed.Score score) {
    return new State(
        epochs,
        batch + 1,
        lossSum + score.sum(),
        lossScale + score.scale(),
        steps,
        bestEpoch,
        bestLoss,
        stopReason);
  }

  State ended(Epoch epoch, boolean better, @Nullable StopReason reason) {
    List<Epoch> more = new ArrayList<>(epochs);
    more.add(epoch);
    double loss = Double.isNaN(epoch.validationLoss()) ? bestLoss : epoch.validationLoss();
    return new State(
        more,
        0,
        0,
        0,
        steps,
        better ? epoch.number() : bestEpoch,
        better ? loss : bestLoss,
        reason);
  }

  State steps(long taken) {
    return new State(epochs, batch, lossSum, lossScale, taken, bestEpoch, bestLoss, stopReason);
  }
}
