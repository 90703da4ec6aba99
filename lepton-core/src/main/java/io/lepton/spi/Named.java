package io.lepton.spi;

/** Something that is found by a stable name. */
public interface Named {
  /**
   * The name, which never changes from release to release.
   *
   * @return lower-case letters, digits and hyphens
   */
  String name();
}
