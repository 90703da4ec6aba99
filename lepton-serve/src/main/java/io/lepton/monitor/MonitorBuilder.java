package io.lepton.monitor;

import io.lepton.error.InvalidInputException;
import io.lepton.model.DataProfile;
import io.lepton.model.Version;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Describes a monitor. Not thread-safe. */
public final class MonitorBuilder {
  private static final int QUEUED_WINDOWS = 2;

  private final DataProfile profile;
  int window = 500;
  int minimumRows = 50;
  double alpha = 0.01;
  double relevantPsi = 0.1;
  InstantSource clock = InstantSource.system();
  @Nullable Version version;
  @Nullable Executor executor;
  final List<Consumer<? super DriftAlert>> alertListeners = new ArrayList<>();
  final List<Consumer<? super DriftReport>> reportListeners = new ArrayList<>();

  MonitorBuilder(DataProfile profile) {
    this.profile = Objects.requireNonNull(profile);
    if (profile.numeric().isEmpty()
        && profile.categorical().isEmpty()
        && profile.predictions().isEmpty()) {
      throw new InvalidInputException("the profile has no column and no prediction to watch");
    }
  }

  /**
   * Sets how many rows are compared at a time. More rows show smaller drifts, and later. Memory is
   * eight bytes for each row and column.
   *
   * @param rows at least 1; 500 by default
   * @return this
   * @throws InvalidInputException if it is below 1
   */
  public MonitorBuilder window(int rows) {
    requireAtLeastOne("window", rows);
    window = rows;
    return this;
  }

  /**
   * Sets how many rows a window and the profile must have to be compared at all.
   *
   * @param rows at least 1; 50 by default
   * @return this
   * @throws InvalidInputException if it is below 1
   */
  public MonitorBuilder minimumRows(int rows) {
    requireAtLeastOne("minimumRows", rows);
    minimumRows = rows;
    return this;
  }

  private static void requireAtLeastOne(String what, int rows) {
    if (rows < 1) {
      throw new InvalidInputException(what + " is " + rows + "; expected at least 1");
    }
  }

  /**
   * Sets the rate of false alarms: the chance that any column of a window FAILs although nothing
   * drifted, over all columns together.
   *
   * @param probability above 0 and below 1; 0.01 by default
   * @return this
   * @throws InvalidInputException if it is out of range
   */
  public MonitorBuilder alpha(double probability) {
    if (!(probability > 0 && probability < 1)) {
      throw new InvalidInputException(
          "alpha is " + probability + "; expected a probability above 0 and below 1");
    }
    alpha = probability;
    return this;
  }

  /**
   * Sets the smallest drift that matters, as a population stability index. By custom 0.1 is
   * moderate and 0.25 large. A normal variable shifted by d standard deviations has d².
   *
   * @param index at least 0; 0.1 by default
   * @return this
   * @throws InvalidInputException if it is negative or not finite
   */
  public MonitorBuilder relevantPsi(double index) {
    if (!(index >= 0 && index < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "relevantPsi is " + index + "; expected a finite number of at least 0");
    }
    relevantPsi = index;
    return this;
  }

  /**
   * Adds a listener that is told once when columns begin to drift, and again only after they were
   * calm for two windows. It runs on the {@link #executor}; what it throws is logged.
   *
   * @param listener to be told
   * @return this
   */
  public MonitorBuilder onAlert(Consumer<? super DriftAlert> listener) {
    alertListeners.add(Objects.requireNonNull(listener));
    return this;
  }

  /**
   * Adds a listener that is told of every full window. It runs on the {@link #executor}; what it
   * throws is logged.
   *
   * @param listener to be told
   * @return this
   */
  public MonitorBuilder onReport(Consumer<? super DriftReport> listener) {
    reportListeners.add(Objects.requireNonNull(listener));
    return this;
  }

  /**
   * Says which version is watched, for reports.
   *
   * @param watched the version
   * @return this
   */
  public MonitorBuilder version(Version watched) {
    version = Objects.requireNonNull(watched);
    return this;
  }

  /**
   * Sets what compares full windows and runs listeners. It should run one task at a time. By
   * default the monitor has a daemon thread of its own that lives while there is work; a window
   * that fills while {@value #QUEUED_WINDOWS} wait is skipped, so that memory stays bounded.
   *
   * @param value not shut down by the monitor; {@code Runnable::run} compares on the thread that
   *     observes
   * @return this
   */
  public MonitorBuilder executor(Executor value) {
    executor = Objects.requireNonNull(value);
    return this;
  }

  /**
   * Sets the clock that dates windows.
   *
   * @param value the system's by default
   * @return this
   */
  public MonitorBuilder clock(InstantSource value) {
    clock = Objects.requireNonNull(value);
    return this;
  }

  /**
   * Makes the monitor.
   *
   * @return a monitor with an empty window
   * @throws InvalidInputException if the window is smaller than the minimum of rows
   */
  public Monitor start() {
    if (window < minimumRows) {
      throw new InvalidInputException(
          "a window of "
              + window
              + " rows with a minimum of "
              + minimumRows
              + " would never be compared; lower minimumRows or raise window");
    }
    return new Monitor(this, profile, executor != null ? executor : ownThread());
  }

  private static ThreadPoolExecutor ownThread() {
    ThreadPoolExecutor own =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUED_WINDOWS),
            task -> {
              Thread thread = new Thread(task, "lepton-monitor");
              thread.setDaemon(true);
              return thread;
            });
    own.allowCoreThreadTimeOut(true);
    return own;
  }
}
