package io.lepton.data;

import java.nio.file.Path;

/** Real data: 1,000 loan applicants (UCI Statlog), in the examples' resources. */
public final class GermanCredit {
  private static final Path FILE =
      Path.of("../lepton-examples/src/main/resources/io/lepton/examples/german_credit.csv");

  private GermanCredit() {}

  public static Dataset data() {
    return Dataset.csv(FILE).label("Class").read();
  }

  public static Split split() {
    return Split.stratified(data(), 0.6, 0.2, 0.2, 42);
  }
}
