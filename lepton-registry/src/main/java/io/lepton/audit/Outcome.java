package io.lepton.audit;

/** How an action that was recorded ended. */
public enum Outcome {
  /** Permitted; it changed nothing, so there is nothing else to see of it. A read. */
  ALLOWED,
  /** Refused by the access policy; nothing was changed. */
  DENIED,
  /** Done: the entry and the change are one transaction, there is neither without the other. */
  DONE,
  /** Permitted, but refused by a rule of the store, such as a quality gate; nothing was changed. */
  FAILED
}
