package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the version that brought a fault, between a good version and a bad one that follows it, in
 * as few tests as can be: each one halves what is left, on a line of n versions at most ⌈log₂ n⌉ of
 * them, and on a graph the version is tested that splits the suspects best, as {@code git bisect}
 * does. Not thread-safe.
 *
 * <pre>{@code
 * model.bisect().good(v3).bad(v90).metric("roc_auc", "test").atLeast(0.75).firstBad();
 * model.bisect().good(v3).bad(v90).test(version -> predictsWell(version) ? GOOD : BAD);
 * }</pre>
 */
public final class Bisect {
  private final Store store;
  private final List<VersionId> good = new ArrayList<>();
  private @Nullable Version bad;

  Bisect(Store store) {
    this.store = store;
  }

  /**
   * Names a version without the fault; may be called again.
   *
   * @param version that the bad one follows
   * @return this
   */
  public Bisect good(Version version) {
    good.add(version.id());
    return this;
  }

  /**
   * Names the version with the fault.
   *
   * @param version it is not tested
   * @return this
   */
  public Bisect bad(Version version) {
    bad = Objects.requireNonNull(version);
    return this;
  }

  /**
   * Tests by what is stored of a metric. What was attached last counts; a version that was not
   * measured is skipped.
   *
   * @param metric its name
   * @param data name of the data it was measured on
   * @return to be told which values are good
   */
  public BisectByMetric metric(String metric, String data) {
    return new BisectByMetric(store, this, metric, data);
  }

  /**
   * Searches.
   *
   * @param test asked of each version at most once; whatever it throws ends the search
   * @return the first bad version, or those it may be if versions had to be skipped
   * @throws InvalidInputException if good or bad is missing, or the bad version does not follow
   *     every good one
   */
  public Bisection test(Function<Version, Answer> test) {
    Version end = bad;
    if (end == null || good.isEmpty()) {
      throw new InvalidInputException("bisecting needs a good and a bad version; give both");
    }
    Ancestry ancestry = new Ancestry(store);
    var reached = ancestry.ancestors(List.of(end.id()));
    for (VersionId start : good) {
      if (!reached.contains(start) || start.equals(end.id())) {
        throw new InvalidInputException(
            "bad " + end + " does not follow good " + store.describe(start));
      }
    }
    return new Bisecting(store, ancestry, end.id(), good).run(test);
  }
}
