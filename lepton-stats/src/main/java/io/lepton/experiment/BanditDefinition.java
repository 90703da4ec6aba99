package io.lepton.experiment;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.experiment.BanditDesign.RewardWindow;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.stats.bandit.Policy;
import io.lepton.stats.bandit.PolicySettings;
import io.lepton.stats.bandit.ThompsonSampling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live bandit being described. Immutable: each method returns another definition. Needed are two
 * arms; unless another policy is given it is {@link ThompsonSampling#bernoulli()}, for rewards of 0
 * and 1.
 */
public final class BanditDefinition {
  private final String name;
  private final List<Variant> arms;
  private final PolicySettings policy;
  private final int features;
  private final double minimumPropensity;
  private final String salt;
  private final @Nullable RewardWindow window;

  BanditDefinition(String name) {
    this(name, List.of(), ThompsonSampling.bernoulli().settings().orElseThrow(), 0, 0, name, null);
  }

  private BanditDefinition(
      String name,
      List<Variant> arms,
      PolicySettings policy,
      int features,
      double minimumPropensity,
      String salt,
      @Nullable RewardWindow window) {
    this.name = name;
    this.arms = arms;
    this.policy = policy;
    this.features = features;
    this.minimumPropensity = minimumPropensity;
    this.salt = salt;
    this.window = window;
  }

  /**
   * Adds an arm.
   *
   * @param variant of weight 1
   * @return a new definition
   */
  public BanditDefinition arm(Variant variant) {
    List<Variant> more = new ArrayList<>(arms);
    more.add(variant.as(Variant.Role.TREATMENT));
    return new BanditDefinition(
        name, List.copyOf(more), policy, features, minimumPropensity, salt, window);
  }

  /**
   * Adds an arm.
   *
   * @param version what it runs
   * @return a new definition
   */
  public BanditDefinition arm(Version version) {
    return arm(Variant.of(version));
  }

  /**
   * Adds an arm.
   *
   * @param version what it runs
   * @return a new definition
   */
  public BanditDefinition arm(VersionId version) {
    return arm(Variant.of(version));
  }

  /**
   * Adds an arm.
   *
   * @param armName what to call it
   * @return a new definition
   */
  public BanditDefinition arm(String armName) {
    return arm(Variant.of(armName));
  }

  /**
   * Sets how arms are chosen without a context.
   *
   * @param chosen one of Lepton's policies
   * @return a new definition
   * @throws InvalidInputException if the policy has no {@linkplain Policy#settings settings}, so
   *     that another process could not go on with it
   */
  public BanditDefinition policy(Policy chosen) {
    PolicySettings settings =
        chosen
            .settings()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        BanditDesign.refused(name)
                            + chosen.getClass().getName()
                            + " has no settings to be recorded; take a policy of"
                            + " io.lepton.stats.bandit"));
    return new BanditDefinition(name, arms, settings, 0, minimumPropensity, salt, window);
  }

  /**
   * Chooses by a context, with {@link io.lepton.stats.bandit.LinUcb} of ridge 1. Nothing is left to
   * chance there, and the log cannot be evaluated, unless a {@link #minimumPropensity} is set.
   *
   * @param contextFeatures in each context, at least 1
   * @param alpha how many standard errors to hope for, above 0; 1 is usual
   * @return a new definition
   */
  public BanditDefinition linUcb(int contextFeatures, double alpha) {
    return new BanditDefinition(
        name,
        arms,
        PolicySettings.linUcb(alpha, 1),
        contextFeatures,
        minimumPropensity,
        salt,
        window);
  }

  /**
   * Chooses every arm at least this often, whatever was learned; 0 unless set. What it costs is
   * earned by the log: from 0.01 on, every arm can be estimated soundly afterwards.
   *
   * @param share of each arm, from 0 to one by the number of arms
   * @return a new definition
   */
  public BanditDefinition minimumPropensity(double share) {
    return new BanditDefinition(name, arms, policy, features, share, salt, window);
  }

  /**
   * Says when a unit without a reward counts as one with none. Needed where a missing reward means
   * something, such as no click; then nothing is learned of a unit before its window is over, since
   * early rewards alone would make every arm look good. A reward that is recorded later is counted
   * and not learned. Time goes on with the log's entries.
   *
   * @param length since the choice
   * @param otherwise the reward of a unit without one, such as 0
   * @return a new definition
   */
  public BanditDefinition rewardWindow(Duration length, double otherwise) {
    return new BanditDefinition(
        name, arms, policy, features, minimumPropensity, salt, new RewardWindow(length, otherwise));
  }

  /**
   * Sets the salt of the draws, which are a pure function of it, the unit and the propensities;
   * unless set it is the bandit's name.
   *
   * @param text any
   * @return a new definition
   */
  public BanditDefinition salt(String text) {
    return new BanditDefinition(name, arms, policy, features, minimumPropensity, text, window);
  }

  /**
   * What would be recorded if the bandit started now.
   *
   * @param now when it starts
   * @return the design
   * @throws InvalidInputException if something is missing or does not fit; the message says what
   */
  public BanditDesign design(Instant now) {
    return new BanditDesign(name, arms, policy, features, minimumPropensity, salt, window, now);
  }

  /**
   * Starts the bandit by the system's clock; see {@link #start(ExperimentStore, InstantSource)}.
   *
   * @param store keeps the bandit
   * @return the running bandit
   */
  public BanditExperiment start(ExperimentStore store) {
    return start(store, InstantSource.system());
  }

  /**
   * Records the design. Where the same definition was started before, by whatever process, that
   * bandit is resumed with all it has learned.
   *
   * @param store keeps the bandit
   * @param clock tells when things are recorded
   * @return the running bandit
   * @throws InvalidInputException if the definition does not hold together
   * @throws AlreadyExistsException if the name was started with another definition, or as an
   *     experiment; the message lists the differences
   * @throws StorageException if the store failed; trying again is safe
   */
  public BanditExperiment start(ExperimentStore store, InstantSource clock) {
    BanditDesign design = LogKind.BANDIT.begin(store, name, design(clock.instant()));
    return new BanditExperiment(design, store, clock);
  }
}
