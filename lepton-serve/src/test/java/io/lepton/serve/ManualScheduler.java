package io.lepton.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs what is submitted at once, and what is periodic when the test says so. */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
  final List<Periodic> periodic = new ArrayList<>();
  private boolean shutdown;

  /** Runs every periodic task once. */
  void tick() {
    periodic.stream().filter(task -> !task.isCancelled()).forEach(Periodic::runOnce);
  }

  static final class Periodic extends FutureTask<Void> implements RunnableScheduledFuture<Void> {
    final long periodMillis;

    Periodic(Runnable task, long periodMillis) {
      super(task, null);
      this.periodMillis = periodMillis;
    }

    void runOnce() {
      runAndReset();
    }

    @Override
    public boolean isPeriodic() {
      return true;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(java.util.concurrent.Delayed other) {
      return 0;
    }
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    Periodic scheduled = new Periodic(task, unit.toMillis(delay));
    periodic.add(scheduled);
    return scheduled;
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(task, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("no deployment asks for this");
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("no deployment asks for this");
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shutdown;
  }
}
