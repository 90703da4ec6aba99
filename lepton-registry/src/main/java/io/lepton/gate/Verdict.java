package io.lepton.gate;

/** What a rule says of a version. */
public enum Verdict {
  /** The rule is shown to hold. */
  PASS,
  /** The rule is shown not to hold. */
  FAIL,
  /** Neither is shown: too little is known. Never lets anything pass. */
  INCONCLUSIVE
}
