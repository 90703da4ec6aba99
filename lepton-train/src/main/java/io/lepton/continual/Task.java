package io.lepton.continual;

import java.util.Objects;

/**
 * One of the things that are learnt one after the other.
 *
 * @param name for reports
 * @param train to learn from, in random order
 * @param test to be measured on
 */
public record Task(String name, Labelled train, Labelled test) {
  /** {@inheritDoc} */
  public Task {
    Objects.requireNonNull(name);
    Objects.requireNonNull(train);
    Objects.requireNonNull(test);
  }
}
