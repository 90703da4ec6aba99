package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds versions. Conditions are joined by and; without any, all versions are found. Newest first
 * unless told otherwise. Not thread-safe.
 */
public final class Search {
  private final Store store;
  private final List<MetricCondition> metrics = new ArrayList<>();
  private final List<Predicate<VersionEntry>> entries = new ArrayList<>();
  private final Set<String> models = new HashSet<>();
  private final List<Predicate<Ref>> refs = new ArrayList<>();
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
    Objects.requireNonNull(name);
    refs.add(ref -> ref.kind() == Ref.Kind.TAG && ref.name().equals(name));
    return this;
  }

  /**
   * Only versions an alias points at.
   *
   * @param name of the alias
   * @return this
   */
  public Search alias(String name) {
    Objects.requireNonNull(name);
    refs.add(ref -> ref.kind() == Ref.Kind.ALIAS && ref.name().equals(name));
    return this;
  }

  /**
   * Only versions a stage points at.
   *
   * @param name of the stage
   * @return this
   */
  public Search stage(String name) {
    Objects.requireNonNull(name);
    refs.add(ref -> ref.kind() == Ref.Kind.STAGE && ref.name().equals(name));
    return this;
  }

  /**
   * Only versions in the log of a branch.
   *
   * @param name of the branch
   * @return this
   */
  public Search branch(String name) {
    Map<String, Set<VersionId>> logs = new HashMap<>();
    entries.add(
        entry ->
            logs.computeIfAbsent(entry.model(), model -> log(model, name)).contains(entry.id()));
    return this;
  }

  private Set<VersionId> log(String model, String branch) {
    return store
        .catalog
        .ref(new Ref(model, Ref.Kind.BRANCH, branch))
        .map(head -> new History(store, model).ancestors(head))
        .orElse(Set.of());
  }

  /**
   * Only versions of an author.
   *
   * @param name as recorded
   * @return this
   */
  public Search author(String name) {
    Objects.requireNonNull(name);
    entries.add(entry -> entry.author().equals(name));
    return this;
  }

  /**
   * Only versions saved at a time or later.
   *
   * @param time the first that counts
   * @return this
   */
  public Search since(Instant time) {
    entries.add(entry -> !entry.time().isBefore(time));
    return this;
  }

  /**
   * Only versions saved before a time.
   *
   * @param time the first that no longer counts
   * @return this
   */
  public Search before(Instant time) {
    entries.add(entry -> entry.time().isBefore(time));
    return this;
  }

  /**
   * Only versions whose weights are there.
   *
   * @return this
   */
  public Search notRetired() {
    entries.add(entry -> entry.retirement() == null);
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
    private DoublePredicate range = value -> true;

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
     * @param least the smallest that counts
     * @return the search
     */
    public Search atLeast(double least) {
      return within(value -> value >= least);
    }

    /**
     * Demands a value.
     *
     * @param most the largest that counts
     * @return the search
     */
    public Search atMost(double most) {
      return within(value -> value <= most);
    }

    /**
     * Demands only that it was measured.
     *
     * @return the search
     */
    public Search measured() {
      return within(value -> true);
    }

    private Search within(DoublePredicate values) {
      range = values;
      metrics.add(this);
      return Search.this;
    }

    private boolean holds(List<Evaluation> evaluations) {
      return last(evaluations, metric, data)
          .filter(measure -> range.test(measure.value()))
          .isPresent();
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

  private record Hit(VersionEntry entry, List<Evaluation> evaluations) {}

  /**
   * Runs the search.
   *
   * @return the versions found, in order
   */
  public List<Version> list() {
    List<Hit> hits = new ArrayList<>();
    for (String model :
        models.isEmpty() ? store.readableModels() : models.stream().sorted().toList()) {
      search(model, hits);
    }
    Comparator<Hit> order =
        Comparator.comparing((Hit hit) -> hit.entry.time())
            .thenComparing(hit -> hit.entry.number())
            .reversed();
    if (best != null) {
      String metric = best;
      order = Comparator.comparingDouble((Hit hit) -> badness(hit, metric)).thenComparing(order);
    }
    return hits.stream().sorted(order).limit(limit).map(hit -> store.version(hit.entry)).toList();
  }

  private void search(String model, List<Hit> hits) {
    Map<VersionId, List<Evaluation>> evaluations = new HashMap<>();
    if (!metrics.isEmpty() || best != null) {
      for (EvaluationEntry entry : store.catalog.evaluations(model)) {
        evaluations
            .computeIfAbsent(entry.version(), version -> new ArrayList<>())
            .add(entry.evaluation());
      }
    }
    Map<Ref, VersionId> pointers = refs.isEmpty() ? Map.of() : store.catalog.refs(model);
    for (VersionEntry entry : store.catalog.versions(model)) {
      List<Evaluation> measured = evaluations.getOrDefault(entry.id(), List.of());
      if (entries.stream().allMatch(condition -> condition.test(entry))
          && refs.stream().allMatch(ref -> pointsAt(pointers, ref, entry.id()))
          && metrics.stream().allMatch(condition -> condition.holds(measured))) {
        hits.add(new Hit(entry, measured));
      }
    }
  }

  private static boolean pointsAt(
      Map<Ref, VersionId> pointers, Predicate<Ref> wanted, VersionId version) {
    return pointers.entrySet().stream()
        .anyMatch(e -> wanted.test(e.getKey()) && e.getValue().equals(version));
  }

  private static double badness(Hit hit, String metric) {
    return last(hit.evaluations, metric, null)
        .map(m -> m.direction() == Measure.Direction.HIGHER_IS_BETTER ? -m.value() : m.value())
        .orElse(Double.NaN); // orders after every number
  }

  private static Optional<Measure> last(
      List<Evaluation> evaluations, String metric, @Nullable String data) {
    Optional<Measure> found = Optional.empty();
    for (Evaluation evaluation : evaluations) {
      if (data == null || evaluation.data().name().equals(data)) {
        Optional<Measure> measure = evaluation.find(metric);
        found = measure.isPresent() ? measure : found;
      }
    }
    return found;
  }
}
