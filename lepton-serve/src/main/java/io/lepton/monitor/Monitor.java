package io.lepton.monitor;

import io.lepton.error.InvalidInputException;
import io.lepton.model.DataProfile;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.monitor.internal.Listeners;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what a model gets and says with how it was in training, window by window, and tells
 * listeners when a column begins to drift.
 *
 * <p>Windows follow each other without overlap: every row is in exactly one, so the windows'
 * verdicts are as independent as the rows, and {@link MonitorBuilder#alpha} is the rate of false
 * alarms per window. Windows that slide by a row would test the same rows again and again, and no
 * such rate could be named.
 *
 * <p>Observing costs one look-up a column on the caller's thread and a copy under a lock. A full
 * window is compared on the {@link MonitorBuilder#executor}, while the next one fills. Safe for use
 * by many threads.
 */
public final class Monitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

  private final Layout layout;
  private final DriftTest test;
  private final int capacity;
  private final Executor executor;
  private final @Nullable ExecutorService owned;
  private final InstantSource clock;
  private final List<Consumer<? super DriftAlert>> alertListeners;
  private final List<Consumer<? super DriftReport>> reportListeners;

  private final Object filling = new Object();
  private Window window;
  private long number = 1;
  private long skipped;
  private boolean closed;

  private final Object comparing = new Object();
  private final Excursions excursions = new Excursions();
  private volatile @Nullable DriftReport last;

  Monitor(MonitorBuilder options, DataProfile profile, Executor executor) {
    layout = new Layout(profile);
    test = new DriftTest(layout, options);
    capacity = options.window;
    this.executor = executor;
    owned = options.executor == null ? (ExecutorService) executor : null;
    clock = options.clock;
    alertListeners = List.copyOf(options.alertListeners);
    reportListeners = List.copyOf(options.reportListeners);
    window = new Window(layout.columns.size(), capacity);
  }

  /**
   * Starts to describe a monitor.
   *
   * @param profile how the data looked in training, with at least one column or prediction
   * @return a builder with defaults
   * @throws InvalidInputException if the profile has nothing to watch
   */
  public static MonitorBuilder of(DataProfile profile) {
    return new MonitorBuilder(profile);
  }

  /**
   * Takes note of answered rows. Inputs and predictions that the profile does not know are not
   * watched; a value of another type than the profile's counts as missing. After {@link #close} it
   * does nothing.
   *
   * @param rows as they were given to the predictor
   * @param predictions one a row, in order
   * @throws InvalidInputException if there are more of one than of the other
   */
  public void observe(List<Row> rows, List<Prediction> predictions) {
    if (rows.size() != predictions.size()) {
      throw new InvalidInputException(
          rows.size() + " rows and " + predictions.size() + " predictions; expected as many");
    }
    List<EncodedRow> encoded = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      encoded.add(layout.encode(rows.get(i), predictions.get(i)));
    }
    Instant now = clock.instant();
    for (FullWindow full : add(encoded, now)) {
      try {
        executor.execute(() -> compare(full));
      } catch (RejectedExecutionException e) {
        skip(full.number);
      }
    }
  }

  private void skip(long skippedNumber) {
    boolean first;
    synchronized (filling) {
      first = skipped == 0 && !closed;
      skipped++;
    }
    if (first) {
      LOG.warn(
          "window {} was not compared, because windows fill faster or comparing failed; further"
              + " ones are counted, not logged",
          skippedNumber);
    }
  }

  private record FullWindow(Window window, long number) {}

  private List<FullWindow> add(List<EncodedRow> rows, Instant now) {
    List<FullWindow> full = List.of();
    synchronized (filling) {
      if (closed) {
        return full;
      }
      for (EncodedRow row : rows) {
        window.add(row, now);
        if (window.isFull()) {
          full = full.isEmpty() ? new ArrayList<>() : full;
          full.add(new FullWindow(window, number));
          window = new Window(layout.columns.size(), capacity);
          number++;
        }
      }
    }
    return full;
  }

  private void compare(FullWindow full) {
    DriftReport report;
    List<ColumnDrift> begun;
    try {
      report = test.compare(full.window, full.number);
      synchronized (comparing) {
        begun = excursions.begunIn(report);
        last = report;
      }
    } catch (RuntimeException e) {
      // Serving goes on; the thread that got here may be a request's.
      skip(full.number);
      LOG.error("window {} could not be compared", full.number, e);
      return;
    }
    Listeners.send(reportListeners, report);
    if (!begun.isEmpty()) {
      DriftAlert alert = new DriftAlert(report, begun);
      LOG.debug("{}", alert);
      Listeners.send(alertListeners, alert);
    }
  }

  /**
   * Compares the window that is filling now, on the caller's thread. This is for looking: no
   * listener is told, since looking often would raise false alarms more often than {@code alpha}.
   *
   * @return the rows since the last full window; each column INCONCLUSIVE if they are too few
   */
  public DriftReport report() {
    Window copy;
    long of;
    synchronized (filling) {
      copy = window.copy();
      of = number;
    }
    return test.compare(copy, of);
  }

  /**
   * The last full window's report.
   *
   * @return the report, empty before the first
   */
  public Optional<DriftReport> last() {
    return Optional.ofNullable(last);
  }

  /**
   * Full windows that were not compared, because windows filled faster than the executor compared
   * them or because comparing failed.
   *
   * @return at least 0
   */
  public long skippedWindows() {
    synchronized (filling) {
      return skipped;
    }
  }

  /** Stops watching; a comparison under way is finished. Closing twice does nothing. */
  @Override
  public void close() {
    synchronized (filling) {
      closed = true;
    }
    if (owned != null) {
      owned.shutdown();
    }
  }
}
