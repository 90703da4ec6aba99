package io.lepton.model;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import java.util.Objects;

/**
 * Points at data without holding it: enough to say later whether it is the same.
 *
 * @param name what people call it, such as {@code train}
 * @param fingerprint SHA-256 of the content in a form its maker defines
 * @param rows number of rows, at least 0
 */
public record DataReference(String name, Digest fingerprint, long rows) {
  /** {@inheritDoc} */
  public DataReference {
    Objects.requireNonNull(name);
    Objects.requireNonNull(fingerprint);
    if (rows < 0) {
      throw new InvalidInputException(
          "data \"" + name + "\" has " + rows + " rows; expected 0 or more");
    }
  }
}
