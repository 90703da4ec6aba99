package io.lepton.registry.internal.pack;

import java.util.UUID;

/** Names of packs: spread over 256 folders, and never used twice. */
final class PackNames {
  static final String SUFFIX = ".pack";

  private PackNames() {}

  static String next() {
    String name = UUID.randomUUID().toString();
    return name.substring(0, 2) + "/" + name + SUFFIX;
  }
}
