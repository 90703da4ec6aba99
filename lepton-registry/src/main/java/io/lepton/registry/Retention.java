package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import io.lepton.registry.GovernedCatalog.Intent;
import io.lepton.retention.Candidate;
import io.lepton.retention.RetentionPlan;
import io.lepton.retention.RetentionPlan.Fate;
import io.lepton.retention.RetentionPolicy;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A retention policy held against a store: of all models the actor may see, or of some. Nothing
 * happens before {@link Apply#because}. Not thread-safe.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final Store store;
  private final RetentionPolicy policy;
  private final Set<String> models = new TreeSet<>();

  Retention(Store store, RetentionPolicy policy) {
    this.store = store;
    this.policy = policy;
  }

  /**
   * Only versions of a model; called again, of one of these models.
   *
   * @param name of the model
   * @return this
   */
  public Retention model(String name) {
    models.add(name);
    return this;
  }

  /**
   * Says what would be done, and does nothing.
   *
   * @return every living version with its fate, and why
   */
  public RetentionPlan plan() {
    List<Fate> fates = new ArrayList<>();
    for (String model : models.isEmpty() ? store.readableModels() : models) {
      fates.addAll(fates(store, model));
    }
    return new RetentionPlan(store.clock.instant(), fates);
  }

  private List<Fate> fates(Store in, String model) {
    Map<VersionId, List<Ref>> refs = new HashMap<>();
    in.catalog
        .refs(model)
        .forEach((ref, id) -> refs.computeIfAbsent(id, key -> new ArrayList<>()).add(ref));
    Map<VersionId, List<EvaluationEntry>> evaluations = new HashMap<>();
    in.catalog
        .evaluations(model)
        .forEach(
            entry ->
                evaluations.computeIfAbsent(entry.version(), key -> new ArrayList<>()).add(entry));
    List<Candidate> living =
        in.catalog.versions(model).stream()
            .filter(entry -> entry.retirement() == null)
            .sorted(Comparator.comparingLong(VersionEntry::number).reversed())
            .map(
                entry ->
                    new Candidate(
                        entry,
                        refs.getOrDefault(entry.id(), List.of()),
                        evaluations.getOrDefault(entry.id(), List.of())))
            .toList();
    return policy.decide(living, store.clock.instant());
  }

  /**
   * Prepares to retire what no rule keeps.
   *
   * @return to be completed
   */
  public Apply apply() {
    return new Apply();
  }

  /** Retirements that are prepared and happen when their reason is given. */
  public final class Apply {
    private Apply() {}

    /**
     * Retires what no rule keeps, one version after another. Each is decided about anew in the
     * state in which it is retired: what was named, measured or saved since the plan counts.
     *
     * @param reason for people; not blank
     * @return a certificate for each version that was retired
     * @throws InvalidInputException if the reason is blank
     * @throws io.lepton.error.AccessDeniedException if the actor may not retire versions of one of
     *     the models; those of models before it, by name, are retired then
     * @throws io.lepton.error.LeptonException as {@link Retire#because}; those before it are
     *     retired then
     */
    public List<Retirement> because(String reason) {
      if (reason.isBlank()) {
        throw new InvalidInputException("retiring by a policy needs a reason; found a blank one");
      }
      List<Retirement> done = new ArrayList<>();
      for (VersionEntry version : plan().toRetire()) {
        Store whole = store.permitted(Action.RETIRE, version.model(), "version " + version.id());
        Intent intent = Intent.ELEVATED.onlyIf(() -> requireDoomed(whole, version));
        try {
          done.add(new Retiring(whole.with(intent), version.id(), reason).run());
        } catch (KeptException e) {
          LOG.debug("{} is kept after all", version.id(), e);
        }
      }
      return done;
    }
  }

  private void requireDoomed(Store whole, VersionEntry version) {
    boolean kept =
        fates(whole, version.model()).stream()
            .anyMatch(fate -> fate.isKept() && fate.version().id().equals(version.id()));
    if (kept) {
      throw new KeptException(
          version.model() + " v" + version.number() + " is kept by a rule since the plan was made");
    }
  }

  private static final class KeptException extends ConflictException {
    private static final long serialVersionUID = 1L;

    KeptException(String message) {
      super(message);
    }
  }
}
