package io.lepton.serve;

import io.lepton.model.DataProfile;
import io.lepton.model.Version;
import io.lepton.spi.Predictor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded version that many calls use and one owner holds. It is closed by whoever lets go of it
 * last, so never under a call.
 */
final class LivePredictor {
  private static final Logger LOG = LoggerFactory.getLogger(LivePredictor.class);

  final Version version;
  final Predictor predictor;
  final @Nullable DataProfile profile;
  final CallCounters counters;
  // The owner's hold is the first; at 0 it is closed and can never be held again.
  private final AtomicInteger holds = new AtomicInteger(1);

  LivePredictor(
      Version version, Predictor predictor, @Nullable DataProfile profile, CallCounters counters) {
    this.version = version;
    this.predictor = predictor;
    this.profile = profile;
    this.counters = counters;
  }

  /** Returns false if it was closed, or is about to be. */
  boolean hold() {
    int found = holds.get();
    while (found > 0) {
      if (holds.compareAndSet(found, found + 1)) {
        return true;
      }
      found = holds.get();
    }
    return false;
  }

  void letGo() {
    if (holds.decrementAndGet() == 0) {
      try {
        predictor.close();
      } catch (RuntimeException e) {
        // The call that happened to be last has its answer; it must not fail for this.
        LOG.warn("closing the predictor of {} failed", version, e);
      }
    }
  }
}
