package io.lepton.gate;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import java.time.Duration;

/**
 * One rule. A value: equal rules are equal, and the store keeps them as JSON.
 *
 * <pre>{@code
 * model.protect(model.alias("champion"))
 *     .with(
 *         Gate.metric("roc_auc").on("test").atLeast(0.78),
 *         Gate.metric("roc_auc").on("test").noWorseThan("champion", 0.01),
 *         Gate.evaluatedWithin(Duration.ofDays(30)),
 *         Gate.approvedBy(2))
 *     .because("policy 7");
 * }</pre>
 */
public sealed interface Gate
    permits MetricGate, NotWorseGate, FreshGate, DataGate, ApprovalGate, CheckGate {
  /** The check behind {@link #cardComplete}. */
  String CARD = "model card complete";

  /** The check behind {@link #signatureValid}. */
  String SIGNATURE = "signature valid";

  /**
   * Looks at a version.
   *
   * @param evidence what is known
   * @return what follows
   */
  Finding check(Evidence evidence);

  /**
   * The rule in words.
   *
   * @return such as {@code roc_auc on test at least 0.8}
   */
  String describe();

  /**
   * A rule about a metric, to be completed. The evaluation attached last that has the metric
   * counts.
   *
   * @param name of the metric
   * @return to be completed
   */
  static MetricRule metric(String name) {
    return new MetricRule(name, null, MetricRule.DEFAULT_LEVEL);
  }

  /**
   * The last evaluation must not be older.
   *
   * @param age the greatest, at least a millisecond
   * @return the rule
   * @throws InvalidInputException if the age is shorter
   */
  static Gate evaluatedWithin(Duration age) {
    return new FreshGate(null, age.toMillis());
  }

  /**
   * The last evaluation on data of a name must not be older.
   *
   * @param data name of the data, such as {@code test}
   * @param age the greatest, at least a millisecond
   * @return the rule
   * @throws InvalidInputException if the age is shorter
   */
  static Gate evaluatedWithin(String data, Duration age) {
    return new FreshGate(data, age.toMillis());
  }

  /**
   * There must be an evaluation on exactly this data.
   *
   * @param fingerprint of the data
   * @return the rule
   */
  static Gate evaluatedOn(Digest fingerprint) {
    return new DataGate(fingerprint);
  }

  /**
   * So many people other than the version's author must have approved it, and nobody rejected it.
   *
   * @param people at least 1
   * @return the rule
   * @throws InvalidInputException if the number is less
   */
  static Gate approvedBy(int people) {
    return new ApprovalGate(people, null);
  }

  /**
   * So many people of a role, other than the version's author, must have approved it, and none of
   * the role rejected it. Roles come from the store's access policy, at the time of the approval.
   *
   * @param people at least 1
   * @param role such as {@code APPROVER}
   * @return the rule
   * @throws InvalidInputException if the number is less
   */
  static Gate approvedBy(int people, String role) {
    return new ApprovalGate(people, role);
  }

  /**
   * The version's model card must lack nothing.
   *
   * @return the rule
   */
  static Gate cardComplete() {
    return new CheckGate(CARD);
  }

  /**
   * The version must carry a valid signature.
   *
   * @return the rule
   */
  static Gate signatureValid() {
    return new CheckGate(SIGNATURE);
  }

  /**
   * A check of the caller's own. The store keeps its name; each program that moves the ref
   * registers the code under this name when it opens the store, and in one that did not the rule is
   * inconclusive.
   *
   * @param name of the check
   * @return the rule
   */
  static Gate check(String name) {
    return new CheckGate(name);
  }
}
