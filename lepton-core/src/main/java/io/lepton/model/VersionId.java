package io.lepton.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;

/**
 * The name of a version for ever: the SHA-256 of its canonical manifest.
 *
 * @param digest of the manifest
 */
public record VersionId(Digest digest) implements Comparable<VersionId> {
  private static final int SHORT = 12;

  /**
   * Reads the hexadecimal form.
   *
   * @param hex 64 digits
   * @return the id
   * @throws InvalidInputException if it is not 64 hexadecimal digits
   */
  @JsonCreator
  public static VersionId parse(String hex) {
    return new VersionId(Digest.parse(hex));
  }

  /**
   * The whole id.
   *
   * @return 64 hexadecimal digits
   */
  @JsonValue
  public String hex() {
    return digest.hex();
  }

  /**
   * A form for people, unique enough within one store.
   *
   * @return the first 12 hexadecimal digits
   */
  public String abbreviated() {
    return hex().substring(0, SHORT);
  }

  @Override
  public int compareTo(VersionId other) {
    return digest.compareTo(other.digest);
  }

  /** The abbreviated form. */
  @Override
  public String toString() {
    return abbreviated();
  }
}
