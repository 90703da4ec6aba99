package io.lepton.assign;

import io.lepton.error.NotFoundException;
import io.lepton.spi.Providers;
import java.util.List;

/** The hash schemes that come with Lepton, and any by name. */
public final class HashSchemes {
  private static final HashScheme LEPTON = new LeptonScheme();
  private static final HashScheme OPTIMIZELY = new OptimizelyScheme();

  private static final List<HashScheme> ALL =
      List.of(
          LEPTON,
          new GrowthBookScheme(GrowthBookScheme.Version.V2, GrowthBookScheme.Text.CHARS),
          new GrowthBookScheme(GrowthBookScheme.Version.V2, GrowthBookScheme.Text.UTF_8),
          new GrowthBookScheme(GrowthBookScheme.Version.V1, GrowthBookScheme.Text.CHARS),
          new GrowthBookScheme(GrowthBookScheme.Version.V1, GrowthBookScheme.Text.UTF_8),
          OPTIMIZELY);

  private HashSchemes() {}

  /**
   * Lepton's own: XXH64 of the unit in UTF-8, all 2⁶⁴ points, exact shares, no modulo. Seed: the
   * first 8 bytes, big-endian, of SHA-256 of the salt in UTF-8.
   *
   * @return the scheme {@code lepton}
   */
  public static HashScheme lepton() {
    return LEPTON;
  }

  /**
   * GrowthBook's hash version 2, 10,000 points, as its JavaScript SDK computes it: of UTF-16 units.
   * The salt is the experiment's {@code seed}, which is its key unless set. Where units were
   * assigned by an SDK that hashes bytes and ids go beyond ASCII, take {@link #named} {@code
   * growthbook-v2-utf8}.
   *
   * @return the scheme {@code growthbook-v2}
   */
  public static HashScheme growthBookV2() {
    return ALL.get(1);
  }

  /**
   * GrowthBook's hash version 1, 1,000 points, as its JavaScript SDK computes it; kept for those
   * who have it: similar salts split alike. By bytes: {@code growthbook-v1-utf8}.
   *
   * @return the scheme {@code growthbook-v1}
   */
  public static HashScheme growthBookV1() {
    return ALL.get(3);
  }

  /**
   * Optimizely's: MurmurHash3 x86 32 with seed 1 of the bucketing id and the salt, in UTF-8, 10,000
   * points. The salt is the experiment's id (not its key).
   *
   * @return the scheme {@code optimizely}
   */
  public static HashScheme optimizely() {
    return OPTIMIZELY;
  }

  /**
   * A scheme by its name: Lepton's, or one found through {@link java.util.ServiceLoader}.
   *
   * @param name as {@link HashScheme#name} gives it
   * @return the scheme
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public static HashScheme named(String name) {
    for (HashScheme scheme : ALL) {
      if (scheme.name().equals(name)) {
        return scheme;
      }
    }
    List<HashScheme> found = Providers.all(HashScheme.class);
    return found.stream()
        .filter(scheme -> scheme.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no HashScheme named \""
                        + name
                        + "\"; there are "
                        + ALL.stream().map(HashScheme::name).toList()
                        + " and on the class path "
                        + found.stream().map(HashScheme::name).toList()));
  }
}
