package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.Ref;
import io.lepton.stats.bandit.Bandit;
import io.lepton.stats.bandit.PolicySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed on a live bandit when it started. It never changes.
 *
 * @param name unique among the experiments and bandits of a store
 * @param arms at least two, of weight 1: shares are the policy's to choose
 * @param policy how it chooses
 * @param features of a unit's context; 0 if it looks at none
 * @param minimumPropensity of each arm, from 0 to one by the number of arms: the policy's
 *     propensities p become {@code (1 − K·minimum)·p + minimum}
 * @param salt of the draws
 * @param rewardWindow how long a reward is waited for, or null to wait for ever
 * @param started when
 */
public record BanditDesign(
    String name,
    List<Variant> arms,
    PolicySettings policy,
    int features,
    double minimumPropensity,
    String salt,
    @Nullable RewardWindow rewardWindow,
    Instant started) {

  /**
   * How long a reward is waited for.
   *
   * @param length since the choice, above 0
   * @param otherwise the reward of a unit for which none came by then
   */
  public record RewardWindow(Duration length, double otherwise) {
    /** {@inheritDoc} */
    public RewardWindow {
      if (length.isNegative() || length.isZero()) {
        throw new InvalidInputException("a reward window of " + length + "; expected above 0");
      }
      MetricRules.requireSize("reward of a unit without one", otherwise);
    }

    boolean isOver(Instant chosen, Instant now) {
      return now.isAfter(chosen.plus(length));
    }
  }

  /** {@inheritDoc} */
  public BanditDesign {
    Ref.requireValidName("bandit", name);
    arms = List.copyOf(arms);
    Objects.requireNonNull(salt);
    Objects.requireNonNull(started);
    Set<String> names = new HashSet<>();
    for (Variant arm : arms) {
      if (!names.add(arm.name())) {
        throw new InvalidInputException(
            refused(name) + "arm \"" + arm + "\" comes twice; names must differ");
      }
      if (arm.weight() != 1) {
        throw new InvalidInputException(
            refused(name)
                + "arm \""
                + arm
                + "\" has weight "
                + arm.weight()
                + "; the policy chooses the shares, leave it at 1");
      }
    }
    if (arms.size() < 2) {
      throw new InvalidInputException(refused(name) + "arms " + arms + "; expected at least two");
    }
    if (!(minimumPropensity >= 0 && minimumPropensity * arms.size() <= 1)) {
      throw new InvalidInputException(
          refused(name)
              + "minimum propensity "
              + minimumPropensity
              + " of "
              + arms.size()
              + " arms; expected from 0 to "
              + 1.0 / arms.size());
    }
    Bandit bandit = policy.create(arms.size(), features);
    if (rewardWindow != null) {
      bandit.requireReward(rewardWindow.otherwise());
    }
  }

  static String refused(String name) {
    return "bandit \"" + name + "\": ";
  }

  /**
   * One arm.
   *
   * @param armName its name
   * @return the arm
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public Variant arm(String armName) {
    return arms.stream()
        .filter(each -> each.name().equals(armName))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    refused(name) + "no arm \"" + armName + "\"; there are " + arms));
  }

  /**
   * How long a reward is waited for.
   *
   * @return empty for ever
   */
  public Optional<RewardWindow> findRewardWindow() {
    return Optional.ofNullable(rewardWindow);
  }

  Bandit bandit() {
    return policy.create(arms.size(), features);
  }

  /** What the caller defines, by what it is called. */
  static Map<String, Function<BanditDesign, Object>> parts() {
    Map<String, Function<BanditDesign, Object>> parts = new LinkedHashMap<>();
    parts.put("arms", BanditDesign::arms);
    parts.put("policy", BanditDesign::policy);
    parts.put("features", BanditDesign::features);
    parts.put("minimum propensity", BanditDesign::minimumPropensity);
    parts.put("salt", BanditDesign::salt);
    parts.put("reward window", BanditDesign::findRewardWindow);
    return parts;
  }
}
