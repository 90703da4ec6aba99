package io.lepton.retention;

import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import io.lepton.retention.RetentionPlan.Fate;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rules that together say what is kept: whatever any of them keeps, and whatever an alias, a stage
 * or a tag points at.
 *
 * <pre>{@code
 * RetentionPolicy policy =
 *     RetentionPolicy.keep(
 *         Keep.last(10),
 *         Keep.youngerThan(Duration.ofDays(90)),
 *         Keep.best(3, "roc_auc", "test"),
 *         Keep.branchHeads());
 * }</pre>
 *
 * @param rules in the order in which they are asked; at least one
 */
public record RetentionPolicy(List<Keep> rules) {
  /** {@inheritDoc} */
  public RetentionPolicy {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new InvalidInputException(
          "a retention policy without a rule would retire all that nothing points at; give one");
    }
  }

  /**
   * Makes a policy.
   *
   * @param rules at least one
   * @return the policy
   * @throws InvalidInputException if there is none
   */
  public static RetentionPolicy keep(Keep... rules) {
    return new RetentionPolicy(List.of(rules));
  }

  /**
   * Decides about the versions of one model.
   *
   * @param living all that are not retired, newest first
   * @param now the time of the plan
   * @return what becomes of each, in the same order
   */
  public List<Fate> decide(List<Candidate> living, Instant now) {
    Map<VersionId, List<String>> reasons = new LinkedHashMap<>();
    for (Candidate each : living) {
      for (Ref ref : each.refs()) {
        if (ref.kind() != Ref.Kind.BRANCH) {
          add(
              reasons,
              each.entry().id(),
              ref.kind().name().toLowerCase(Locale.ROOT) + " " + ref.name());
        }
      }
    }
    for (Keep rule : rules) {
      rule.choose(living, reasons.keySet(), now).forEach((id, why) -> add(reasons, id, why));
    }
    return living.stream()
        .map(each -> new Fate(each.entry(), reasons.getOrDefault(each.entry().id(), List.of())))
        .toList();
  }

  private static void add(Map<VersionId, List<String>> reasons, VersionId id, String why) {
    reasons.computeIfAbsent(id, key -> new ArrayList<>()).add(why);
  }
}
