package io.lepton.serve;

import io.lepton.registry.ModelManager;
import io.lepton.spi.Catalog.RefMove;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that does what no request should wait for, and what sets it going. */
final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final ModelManager models;
  private final Duration period;
  private final ScheduledExecutorService scheduler;
  private final boolean owned;
  private ModelManager.@Nullable Subscription subscription;
  private @Nullable Future<?> polling;
  private boolean closed;

  Background(DeploymentBuilder options, String name) {
    models = options.models;
    period = options.refresh;
    owned = options.scheduler == null;
    scheduler = options.scheduler == null ? ownThread(name) : options.scheduler;
  }

  private static ScheduledExecutorService ownThread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "lepton-deployment " + name);
          thread.setDaemon(true);
          return thread;
        });
  }

  synchronized void listen(Consumer<RefMove> listener) {
    subscription = models.onRefMoved(listener);
  }

  synchronized void poll(Runnable task) {
    if (!closed && !period.isZero()) {
      long millis = period.toMillis();
      polling =
          scheduler.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  void execute(Runnable task) {
    try {
      scheduler.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("not followed: the scheduler was shut down", e);
    }
  }

  /** A task that throws would never be run again by the scheduler. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("following an alias failed; serving goes on", e);
      }
    };
  }

  synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
    if (polling != null) {
      polling.cancel(false);
    }
    if (owned) {
      scheduler.shutdown();
    }
  }
}
