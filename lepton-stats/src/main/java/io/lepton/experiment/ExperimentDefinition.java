package io.lepton.experiment;

import io.lepton.assign.LayerRange;
import io.lepton.design.ControlledVariable;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An experiment being described. Immutable: each method returns another definition. Nothing is
 * checked as a whole, and nothing recorded, before {@link #start}.
 *
 * <p>Needed are a control, at least one treatment, a primary metric, a baseline and the minimum
 * detectable effect. Where nothing is said, α is 0.05, the power 0.8, and the plan one look at the
 * planned sample.
 */
public final class ExperimentDefinition {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentDefinition.class);

  private final String name;
  private Arms arms = Arms.NONE;
  private @Nullable Metric primary;
  private List<Metric> guardrails = List.of();
  private @Nullable Double baselineMean;
  private @Nullable Double baselineStandardDeviation;
  private @Nullable Double minimumDetectableEffect;
  private double alpha = 0.05;
  private double power = 0.8;
  private String salt;
  private AnalysisPlan plan = AnalysisPlan.fixedHorizon();
  private Randomisation randomisation = Randomisation.withDefaults();

  ExperimentDefinition(String name) {
    this.name = name;
    this.salt = name;
  }

  /** Written to only by {@link #with}, before anyone else sees the copy. */
  private ExperimentDefinition(ExperimentDefinition from) {
    name = from.name;
    arms = from.arms;
    primary = from.primary;
    guardrails = from.guardrails;
    baselineMean = from.baselineMean;
    baselineStandardDeviation = from.baselineStandardDeviation;
    minimumDetectableEffect = from.minimumDetectableEffect;
    alpha = from.alpha;
    power = from.power;
    salt = from.salt;
    plan = from.plan;
    randomisation = from.randomisation;
  }

  private ExperimentDefinition with(Consumer<ExperimentDefinition> change) {
    ExperimentDefinition copy = new ExperimentDefinition(this);
    change.accept(copy);
    return copy;
  }

  private static <T> List<T> append(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return List.copyOf(longer);
  }

  /**
   * Sets the arm the others are compared with.
   *
   * @param variant with its weight
   * @return a new definition
   */
  public ExperimentDefinition control(Variant variant) {
    return with(copy -> copy.arms = arms.withControl(variant));
  }

  /**
   * Sets the control, with weight 1.
   *
   * @param version what it runs
   * @return a new definition
   */
  public ExperimentDefinition control(Version version) {
    return control(Variant.of(version)).knowing(version);
  }

  /**
   * Sets the control, with weight 1.
   *
   * @param version what it runs
   * @return a new definition
   */
  public ExperimentDefinition control(VersionId version) {
    return control(Variant.of(version));
  }

  /**
   * Sets the control, with weight 1.
   *
   * @param armName what to call it
   * @return a new definition
   */
  public ExperimentDefinition control(String armName) {
    return control(Variant.of(armName));
  }

  /**
   * Adds an arm that may replace the control.
   *
   * @param variant with its weight
   * @return a new definition
   */
  public ExperimentDefinition treatment(Variant variant) {
    return with(copy -> copy.arms = arms.withTreatment(variant));
  }

  /**
   * Adds a treatment, with weight 1.
   *
   * @param version what it runs
   * @return a new definition
   */
  public ExperimentDefinition treatment(Version version) {
    return treatment(Variant.of(version)).knowing(version);
  }

  private ExperimentDefinition knowing(Version version) {
    return with(copy -> copy.arms = arms.knowing(version));
  }

  /**
   * What differs between the control and each treatment, of the arms that were given as versions:
   * if several variables do, the experiment can tell which arm is better, but not why. It is
   * recorded with the design, and what is worth a warning is logged at the start.
   *
   * @return one check a treatment, by its name
   */
  public Map<String, ControlledVariable> controlledVariables() {
    return arms.controlledVariables();
  }

  /**
   * Adds a treatment, with weight 1.
   *
   * @param version what it runs
   * @return a new definition
   */
  public ExperimentDefinition treatment(VersionId version) {
    return treatment(Variant.of(version));
  }

  /**
   * Adds a treatment, with weight 1.
   *
   * @param armName what to call it
   * @return a new definition
   */
  public ExperimentDefinition treatment(String armName) {
    return treatment(Variant.of(armName));
  }

  /**
   * Sets the metric the decision is about.
   *
   * @param metric without margin
   * @return a new definition
   */
  public ExperimentDefinition primary(Metric metric) {
    return with(copy -> copy.primary = metric);
  }

  /**
   * Adds a metric that must not get worse by more than its margin.
   *
   * @param metric with a margin
   * @return a new definition
   */
  public ExperimentDefinition guardrail(Metric metric) {
    return with(copy -> copy.guardrails = append(guardrails, metric));
  }

  /**
   * Says what rate is expected of the control, if the primary metric is a proportion.
   *
   * @param rate between 0 and 1 exclusive
   * @return a new definition
   */
  public ExperimentDefinition baseline(double rate) {
    return with(
        copy -> {
          copy.baselineMean = rate;
          copy.baselineStandardDeviation = null;
        });
  }

  /**
   * Says what is expected of the control, if the primary metric is a mean.
   *
   * @param mean of the units' numbers
   * @param standardDeviation of the units' numbers, positive
   * @return a new definition
   */
  public ExperimentDefinition baseline(double mean, double standardDeviation) {
    return with(
        copy -> {
          copy.baselineMean = mean;
          copy.baselineStandardDeviation = standardDeviation;
        });
  }

  /**
   * Sets the smallest gain on the primary metric that is worth finding.
   *
   * @param absolute positive difference in the metric's own units, such as 0.02 for two percentage
   *     points; positive also where lower is better
   * @return a new definition
   */
  public ExperimentDefinition minimumDetectableEffect(double absolute) {
    return with(copy -> copy.minimumDetectableEffect = absolute);
  }

  /**
   * Sets the chance of finding a gain of the minimum detectable effect; 0.8 unless set.
   *
   * @param chance between 0 and 1 exclusive
   * @return a new definition
   */
  public ExperimentDefinition power(double chance) {
    return with(copy -> copy.power = chance);
  }

  /**
   * Sets the largest accepted chance of finding a difference that is not there, over all treatments
   * together; 0.05 unless set. Tests are two-sided.
   *
   * @param chance between 0 and 1 exclusive
   * @return a new definition
   */
  public ExperimentDefinition alpha(double chance) {
    return with(copy -> copy.alpha = chance);
  }

  /**
   * Sets when the experiment may be looked at and what a look may conclude; one look at the planned
   * sample unless set.
   *
   * @param analysisPlan the plan
   * @return a new definition
   */
  public ExperimentDefinition plan(AnalysisPlan analysisPlan) {
    return with(copy -> copy.plan = analysisPlan);
  }

  /**
   * Makes looks safe at any time: {@link AnalysisPlan#alwaysValid}.
   *
   * @return a new definition
   */
  public ExperimentDefinition sequential() {
    return plan(AnalysisPlan.alwaysValid());
  }

  /**
   * Sets the salt of the {@link Assignment}. Unless set it is the experiment's name, so two
   * experiments of different names split their units independently, and a service without the store
   * can compute the same split.
   *
   * @param text any
   * @return a new definition
   */
  public ExperimentDefinition salt(String text) {
    return with(copy -> copy.salt = text);
  }

  /**
   * Says which units the experiment takes, and how: hash, traffic, layer, holdout, overrides,
   * allocation, cluster. All units by Lepton's hash unless set.
   *
   * @param all what was set before is replaced
   * @return a new definition
   */
  public ExperimentDefinition randomisation(Randomisation all) {
    return with(copy -> copy.randomisation = all);
  }

  /**
   * Takes part of the units at the start; {@link Experiment#raiseTraffic} takes more later.
   *
   * @param share above 0, at most 1
   * @return a new definition
   */
  public ExperimentDefinition traffic(double share) {
    return randomisation(randomisation.withTraffic(share));
  }

  /**
   * Stays within a part of a layer, which no other experiment can have.
   *
   * @param range such as {@code Layer.named("checkout").range(0, 0.5)}
   * @return a new definition
   */
  public ExperimentDefinition layer(LayerRange range) {
    return randomisation(randomisation.withLayer(range));
  }

  /**
   * What would be recorded if the experiment started now; also a way to see the sample size before
   * committing to it.
   *
   * @param now when it starts
   * @return the design
   * @throws InvalidInputException if something is missing or does not fit; the message says what
   */
  public Design design(Instant now) {
    Variant first = required(arms.control(), "no control; call control(..)");
    Metric metric = required(primary, "no primary metric; call primary(..)");
    double effect =
        required(
            minimumDetectableEffect,
            "no minimum detectable effect, which the sample size follows from; call"
                + " minimumDetectableEffect(..)");
    List<Variant> variants = Stream.concat(Stream.of(first), arms.treatments().stream()).toList();
    if (plan.method() instanceof BayesianPlan bayes) {
      bayes.requireFitting(metric);
    }
    double mean =
        required(
            baselineMean, "no baseline, which the sample size follows from; call baseline(..)");
    Design unplanned =
        new Design(
            name,
            variants,
            metric,
            guardrails,
            Baseline.of(metric, mean, baselineStandardDeviation),
            effect,
            alpha,
            power,
            salt,
            plan,
            variants.stream().map(any -> Planning.LEAST_UNITS).toList(),
            now,
            randomisation,
            arms.changes());
    unplanned.assignment();
    return unplanned.requiring(Planning.requiredUnits(unplanned));
  }

  private <T> T required(@Nullable T value, String missing) {
    if (value == null) {
      throw refused(missing);
    }
    return value;
  }

  private InvalidInputException refused(String why) {
    return new InvalidInputException(Design.refused(name) + why);
  }

  /**
   * Starts the experiment by the system's clock; see {@link #start(ExperimentStore,
   * InstantSource)}.
   *
   * @param store keeps the experiment
   * @return the running experiment
   */
  public Experiment start(ExperimentStore store) {
    return start(store, InstantSource.system());
  }

  /**
   * Computes the sample size and records the design. Where the same definition was started before,
   * by whatever process, that experiment is resumed with its recorded design.
   *
   * @param store keeps the experiment
   * @param clock tells when things are recorded
   * @return the running experiment
   * @throws InvalidInputException if the definition does not hold together
   * @throws AlreadyExistsException if the name was started with another definition; the message
   *     lists the differences
   * @throws ConflictException if another experiment holds some of its part of the layer
   * @throws StorageException if the store failed; trying again is safe
   */
  public Experiment start(ExperimentStore store, InstantSource clock) {
    Design wanted = design(clock.instant());
    controlledVariables()
        .forEach(
            (arm, check) ->
                check
                    .warning()
                    .ifPresent(warning -> LOG.warn("experiment \"{}\": {}", name, warning)));
    return new Experiment(LogKind.EXPERIMENT.begin(store, name, wanted), store, clock);
  }
}
