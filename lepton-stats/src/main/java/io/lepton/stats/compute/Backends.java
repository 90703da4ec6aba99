package io.lepton.stats.compute;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.spi.Providers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a backend: by name, or by a measurement that is logged and told in the {@link Choice}.
 * Where nothing is chosen the JVM's is used, and results say so.
 */
public final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  /** Draws of one trial: some milliseconds in the JVM. */
  private static final long TRIAL_DRAWS = 4_000_000;

  private Backends() {}

  /**
   * A backend and why it is the one.
   *
   * @param backend to be used
   * @param reason such as {@code named} or {@code measured: jvm 3.1 ms, nd4j 80.2 ms}
   * @param trials what was measured, the fastest first; empty if nothing was
   */
  public record Choice(ComputeBackend backend, String reason, List<Trial> trials) {
    /** {@inheritDoc} */
    public Choice {
      trials = List.copyOf(trials);
    }

    /**
     * The JVM's backend, which is used where none was chosen.
     *
     * @return the choice
     */
    public static Choice byDefault() {
      return new Choice(new JvmBackend(), "default", List.of());
    }

    /**
     * A backend that the caller chose.
     *
     * @param backend to be used
     * @return the choice
     */
    public static Choice of(ComputeBackend backend) {
      return new Choice(backend, "chosen by the caller", List.of());
    }

    /**
     * Both in one line, for reports.
     *
     * @return such as {@code jvm (default)}
     */
    public String text() {
      return backend.name() + " (" + reason + ")";
    }
  }

  /**
   * One backend's time, or why it has none.
   *
   * @param name of the backend
   * @param seconds of the faster of two runs after one to warm up; infinite if not usable
   * @param unavailable why it was not measured
   */
  public record Trial(String name, double seconds, Optional<String> unavailable) {}

  /**
   * The backend of a name, if it can be used here.
   *
   * @param name such as {@code jvm}, {@code nd4j} or {@code nd4j-cuda}
   * @return the choice
   * @throws NotFoundException if there is none of that name; the message lists those there are
   * @throws EngineException if it cannot be used here; the message says why and what to do
   */
  public static Choice named(String name) {
    ComputeBackend backend = Providers.named(ComputeBackend.class, name);
    Optional<String> reason = backend.unavailable();
    if (reason.isPresent()) {
      throw new EngineException("backend \"" + name + "\": " + reason.get());
    }
    return new Choice(backend, "named", List.of());
  }

  /**
   * The fastest of all backends on the class path, by a trial of resampled sums of the size of the
   * task or smaller; the trial is logged at INFO.
   *
   * @param rows of the task, at least 1
   * @param replicates of the task, at least 1
   * @return the choice, with the times
   */
  public static Choice measured(int rows, int replicates) {
    return measured(Providers.all(ComputeBackend.class), rows, replicates, System::nanoTime);
  }

  static Choice measured(
      List<ComputeBackend> backends, int rows, int replicates, LongSupplier nanoTime) {
    if (rows < 1 || replicates < 1) {
      throw new InvalidInputException(
          rows + " rows and " + replicates + " replicates; expected at least 1 of each");
    }
    int trialRows = (int) Math.min(rows, TRIAL_DRAWS / 100);
    int trialReplicates = (int) Math.max(1, Math.min(replicates, TRIAL_DRAWS / trialRows));
    double[][] columns = new double[1][trialRows];
    for (int i = 0; i < trialRows; i++) {
      columns[0][i] = i % 1000;
    }
    record Timed(ComputeBackend backend, Trial trial) {}
    List<Timed> timed = new ArrayList<>();
    for (ComputeBackend backend : backends) {
      timed.add(new Timed(backend, trial(backend, columns, trialReplicates, nanoTime)));
    }
    timed.sort(Comparator.comparingDouble(each -> each.trial().seconds()));
    List<Trial> trials = timed.stream().map(Timed::trial).toList();
    String reason =
        String.format(
            Locale.ROOT,
            "measured on %d rows, %d replicates: %s",
            trialRows,
            trialReplicates,
            String.join(", ", trials.stream().map(Backends::text).toList()));
    LOG.info("compute backend {}", reason);
    if (timed.isEmpty() || timed.get(0).trial().unavailable().isPresent()) {
      throw new EngineException("no compute backend can be used here; " + reason);
    }
    return new Choice(timed.get(0).backend(), reason, trials);
  }

  private static Trial trial(
      ComputeBackend backend, double[][] columns, int replicates, LongSupplier nanoTime) {
    Optional<String> unavailable = backend.unavailable();
    if (unavailable.isPresent()) {
      return new Trial(backend.name(), Double.POSITIVE_INFINITY, unavailable);
    }
    long best = Long.MAX_VALUE;
    for (int run = 0; run < 3; run++) {
      long start = nanoTime.getAsLong();
      backend.resampledSums(Weights.MULTINOMIAL, columns, replicates, run);
      best = run == 0 ? best : Math.min(best, nanoTime.getAsLong() - start);
    }
    return new Trial(backend.name(), best * 1e-9, Optional.empty());
  }

  private static String text(Trial trial) {
    return trial
        .unavailable()
        .map(reason -> trial.name() + " not usable (" + reason + ")")
        .orElseGet(
            () -> String.format(Locale.ROOT, "%s %.1f ms", trial.name(), trial.seconds() * 1e3));
  }
}
