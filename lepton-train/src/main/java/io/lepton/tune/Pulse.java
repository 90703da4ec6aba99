package io.lepton.tune;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives signs of life while trials of a stored study run. */
final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  private final Study study;
  private final @Nullable ScheduledExecutorService timer;

  private Pulse(Study study, @Nullable ScheduledExecutorService timer) {
    this.study = study;
    this.timer = timer;
  }

  static Pulse of(Study study) {
    return new Pulse(
        study,
        study.core().isShared()
            ? Executors.newSingleThreadScheduledExecutor(
                work -> {
                  Thread thread = new Thread(work, "study pulse");
                  thread.setDaemon(true);
                  return thread;
                })
            : null);
  }

  void start() {
    if (timer != null) {
      long nanos = study.definition().heartbeat.toNanos();
      var unused = timer.scheduleWithFixedDelay(this::beat, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void beat() {
    try {
      study.core().beat();
    } catch (RuntimeException e) { // the next one may get through
      LOG.warn("no sign of life could be given in study \"{}\"", study.name(), e);
    }
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
