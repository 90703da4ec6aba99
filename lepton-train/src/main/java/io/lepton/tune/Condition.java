package io.lepton.tune;

import java.util.List;

/**
 * When a parameter counts: while another one counts and has one of some values.
 *
 * @param parameter name of the other parameter, declared before
 * @param values of the other parameter, at least one
 */
public record Condition(String parameter, List<Object> values) {
  /** {@inheritDoc} */
  public Condition {
    values = List.copyOf(values);
  }
}
