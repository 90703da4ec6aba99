package io.lepton.registry;

import io.lepton.access.AccessPolicy;
import io.lepton.access.AccessRequest;
import io.lepton.access.Action;
import io.lepton.access.Decision;
import io.lepton.access.ReadAudit;
import io.lepton.audit.AuditWriter;
import io.lepton.audit.AuditWriter.Draft;
import io.lepton.audit.Outcome;
import io.lepton.error.AccessDeniedException;
import io.lepton.error.LeptonException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the policy for one actor, and records what it denies. Thread-safe. */
final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  /** A program that polls what it may not see must not fill the log. */
  private static final Duration ONCE_IN = Duration.ofMinutes(1);

  private static final int REMEMBERED = 1000;

  private final Governance governance;
  private final AuditWriter audit;
  private final InstantSource clock;
  private final String actor;
  private final Map<String, Instant> deniedReads = new ConcurrentHashMap<>();

  Guard(Governance governance, AuditWriter audit, InstantSource clock, String actor) {
    this.governance = governance;
    this.audit = audit;
    this.clock = clock;
    this.actor = actor;
  }

  /** Whether there is nothing to ask. */
  boolean isOpen() {
    return governance.policy() == null;
  }

  boolean may(Action action, String model, String subject) {
    return refusal(action, model, subject) == null;
  }

  /** Throws unless the actor may do it. */
  void require(Action action, String model, String subject) {
    Decision refusal = refusal(action, model, subject);
    if (refusal == null) {
      return;
    }
    if (!action.onlyReads() || isNews(action + " " + model)) {
      record(action, model, subject, Outcome.DENIED, refusal.reason());
    }
    throw new AccessDeniedException(
        new AccessRequest(actor, action, model, subject)
            + " is denied: "
            + refusal.reason()
            + "; ask an administrator of the store");
  }

  /** As require, for what is recorded on request also when it is allowed. */
  void requireLoad(String model, String subject) {
    require(Action.LOAD, model, subject);
    if (governance.reads() == ReadAudit.LOADS) {
      audit.apply(
          List.of(), List.of(draft(Action.LOAD, model, subject, Outcome.ALLOWED, Map.of())));
    }
  }

  private @Nullable Decision refusal(Action action, String model, String subject) {
    AccessPolicy policy = governance.policy();
    if (policy == null) {
      return null;
    }
    Decision decision = policy.decide(new AccessRequest(actor, action, model, subject));
    return decision.isAllowed() ? null : decision;
  }

  private boolean isNews(String what) {
    Instant now = clock.instant();
    if (deniedReads.size() > REMEMBERED) {
      deniedReads.clear();
    }
    Instant last = deniedReads.get(what);
    if (last != null && Duration.between(last, now).abs().compareTo(ONCE_IN) < 0) {
      return false;
    }
    deniedReads.put(what, now);
    return true;
  }

  /** Records what changed nothing. The answer stands also if it cannot be recorded. */
  void record(Action action, String model, String subject, Outcome outcome, String reason) {
    try {
      audit.apply(
          List.of(), List.of(draft(action, model, subject, outcome, Map.of("reason", reason))));
    } catch (LeptonException e) {
      LOG.warn("{} {} by {} could not be recorded: {}", outcome, action, actor, subject, e);
    }
  }

  Draft draft(
      Action action, String model, String subject, Outcome outcome, Map<String, String> details) {
    return new Draft(actor, action.name(), model, subject, outcome, details);
  }

  Set<String> roles(String model) {
    AccessPolicy policy = governance.policy();
    return policy == null ? Set.of() : policy.roles(actor, model);
  }
}
