package io.lepton.gate;

import java.util.Objects;

/**
 * A check that is code.
 *
 * @param name it is registered under
 */
record CheckGate(String name) implements Gate {
  CheckGate {
    Objects.requireNonNull(name);
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public Finding check(Evidence evidence) {
    return evidence.check(name);
  }
}
