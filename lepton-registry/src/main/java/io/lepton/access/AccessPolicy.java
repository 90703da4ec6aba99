package io.lepton.access;

import java.util.Set;

/**
 * Decides who may do what. A store without a policy lets everybody do everything.
 *
 * <p>It is asked in front of every read and write of the catalogue, many times for one operation,
 * and so implementations MUST be fast, safe for use by many threads, and free of side effects; they
 * MUST NOT use the store they guard. What they throw reaches the caller, and nothing is done.
 *
 * <p>A policy binds those who come through this library. Who can write the store's folder, database
 * or bucket is bound by the rights there; the audit log shows what was done past it.
 */
@FunctionalInterface
public interface AccessPolicy {
  /**
   * Decides one request.
   *
   * @param request who asks for what
   * @return the decision
   */
  Decision decide(AccessRequest request);

  /**
   * The roles a person has for a model, as they are recorded with an approval.
   *
   * @param actor who
   * @param model for which
   * @return names; empty where the policy knows no roles
   */
  default Set<String> roles(String actor, String model) {
    return Set.of();
  }
}
