package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import io.lepton.spi.VersionQuery;
import io.lepton.spi.VersionQuery.Found;
import io.lepton.spi.VersionQuery.MetricRange;
import io.lepton.spi.VersionQuery.RefName;
import io.lepton.spi.VersionQuery.Retired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds versions. Conditions are joined by and; without any, all versions are found. Newest first
 * unless told otherwise. Not thread-safe.
 */
public final class Search {
  private static final int BRANCH_PAGE = 64;

  private final Store store;
  private final Set<String> models = new HashSet<>();
  private final List<RefName> refs = new ArrayList<>();
  private final Set<String> branches = new LinkedHashSet<>();
  private final Set<String> authors = new HashSet<>();
  private final List<MetricRange> metrics = new ArrayList<>();
  private @Nullable Instant since;
  private @Nullable Instant before;
  private Retired retired = Retired.INCLUDED;
  private @Nullable String best;
  private int limit = Integer.MAX_VALUE;

  Search(Store store) {
    this.store = store;
  }

  /**
   * Only versions of a model; called again, of one of these models.
   *
   * @param name of the model
   * @return this
   */
  public Search model(String name) {
    models.add(Objects.requireNonNull(name));
    return this;
  }

  /**
   * Only versions with a tag.
   *
   * @param name of the tag
   * @return this
   */
  public Search tag(String name) {
    refs.add(new RefName(Ref.Kind.TAG, name));
    return this;
  }

  /**
   * Only versions an alias points at.
   *
   * @param name of the alias
   * @return this
   */
  public Search alias(String name) {
    refs.add(new RefName(Ref.Kind.ALIAS, name));
    return this;
  }

  /**
   * Only versions a stage points at.
   *
   * @param name of the stage
   * @return this
   */
  public Search stage(String name) {
    refs.add(new RefName(Ref.Kind.STAGE, name));
    return this;
  }

  /**
   * Only versions in the log of a branch.
   *
   * @param name of the branch
   * @return this
   */
  public Search branch(String name) {
    branches.add(Objects.requireNonNull(name));
    return this;
  }

  /**
   * Only versions of an author.
   *
   * @param name as recorded
   * @return this
   */
  public Search author(String name) {
    authors.add(Objects.requireNonNull(name));
    return this;
  }

  /**
   * Only versions saved at a time or later.
   *
   * @param time the first that counts
   * @return this
   */
  public Search since(Instant time) {
    since = since == null || time.isAfter(since) ? time : since;
    return this;
  }

  /**
   * Only versions saved before a time.
   *
   * @param time the first that no longer counts
   * @return this
   */
  public Search before(Instant time) {
    before = before == null || time.isBefore(before) ? time : before;
    return this;
  }

  /**
   * Only versions whose weights are there.
   *
   * @return this
   */
  public Search notRetired() {
    retired = Retired.EXCLUDED;
    return this;
  }

  /**
   * Only versions of which a metric was measured, in a range to be given. The measure attached last
   * counts.
   *
   * @param name of the metric, such as {@code roc_auc}
   * @return a condition to be completed
   */
  public MetricCondition metric(String name) {
    return new MetricCondition(name);
  }

  /** A condition on a metric; complete it to go on with the search. */
  public final class MetricCondition {
    private final String metric;
    private @Nullable String data;

    private MetricCondition(String metric) {
      this.metric = Objects.requireNonNull(metric);
    }

    /**
     * Counts only what was measured on data of a name.
     *
     * @param name such as {@code test}
     * @return this
     */
    public MetricCondition on(String name) {
      data = Objects.requireNonNull(name);
      return this;
    }

    /**
     * Demands a value.
     *
     * @param least the smallest that counts, not NaN
     * @return the search
     * @throws InvalidInputException if it is NaN
     */
    public Search atLeast(double least) {
      return within(least, Double.POSITIVE_INFINITY);
    }

    /**
     * Demands a value.
     *
     * @param most the largest that counts, not NaN
     * @return the search
     * @throws InvalidInputException if it is NaN
     */
    public Search atMost(double most) {
      return within(Double.NEGATIVE_INFINITY, most);
    }

    /**
     * Demands only that it was measured.
     *
     * @return the search
     */
    public Search measured() {
      return within(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private Search within(double least, double most) {
      metrics.add(new MetricRange(metric, data, least, most));
      return Search.this;
    }
  }

  /**
   * Orders by a metric, best first by its own direction; versions without it come last.
   *
   * @param metric its name
   * @return this
   */
  public Search bestFirst(String metric) {
    best = Objects.requireNonNull(metric);
    return this;
  }

  /**
   * Bounds the answer.
   *
   * @param count most versions to be given, at least 1
   * @return this
   * @throws InvalidInputException if the count is below 1
   */
  public Search limit(int count) {
    if (count < 1) {
      throw new InvalidInputException("limit " + count + "; expected 1 or more");
    }
    limit = count;
    return this;
  }

  /**
   * Runs the search. With a limit it costs about as much as it gives, however many versions there
   * are, unless conditions leave few of them and none of these is a tag, alias, stage or metric.
   *
   * @return the versions found, in order
   */
  public List<Version> list() {
    if (authors.size() > 1) {
      return List.of();
    }
    List<Found> found = new ArrayList<>();
    for (String model :
        models.isEmpty() ? store.readableModels() : models.stream().sorted().toList()) {
      found.addAll(branches.isEmpty() ? find(model, limit) : findOnBranches(model));
    }
    Comparator<Found> newest =
        Comparator.comparing((Found it) -> it.version().time())
            .thenComparing(it -> it.version().number())
            .reversed();
    return store.versions(
        found.stream()
            .sorted(Comparator.comparingDouble(Found::rank).thenComparing(newest)) // NaN comes last
            .limit(limit)
            .map(Found::version)
            .toList());
  }

  private List<Found> find(String model, int most) {
    String author = authors.stream().findFirst().orElse(null);
    return store.catalog.find(
        new VersionQuery(model, refs, author, since, before, retired, metrics, best, most));
  }

  /** The catalogue knows no branches' logs, so more is asked for until enough is on them. */
  private List<Found> findOnBranches(String model) {
    List<LogWalk> logs = new ArrayList<>();
    for (String branch : branches) {
      Optional<VersionId> head = store.catalog.ref(new Ref(model, Ref.Kind.BRANCH, branch));
      if (head.isEmpty()) {
        return List.of();
      }
      logs.add(new LogWalk(store, head.get(), limit));
    }
    long page = Math.max(BRANCH_PAGE, 2L * limit);
    while (true) {
      int asked = (int) Math.min(page, Integer.MAX_VALUE);
      List<Found> found = find(model, asked);
      List<Found> kept =
          found.stream()
              .filter(it -> logs.stream().allMatch(log -> log.reaches(it.version())))
              .limit(limit)
              .toList();
      if (kept.size() == limit || found.size() < asked || asked == Integer.MAX_VALUE) {
        return kept;
      }
      page *= 4;
    }
  }
}
