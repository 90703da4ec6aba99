package io.lepton.card;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Terms of use.
 *
 * @param name an SPDX identifier such as {@code Apache-2.0}, or any other name or text
 */
public record Licence(String name) {
  private static final Set<String> SPDX = spdx();

  /** {@inheritDoc} */
  public Licence {
    CardText.requireText("licence", name);
  }

  /**
   * Whether the name is one of SPDX's.
   *
   * @return true if it is an identifier of the list that CycloneDX 1.6 knows
   */
  public boolean isSpdx() {
    return SPDX.contains(name);
  }

  private static Set<String> spdx() {
    try (InputStream in = Licence.class.getResourceAsStream("spdx-licenses.txt")) {
      if (in == null) {
        throw new IllegalStateException("spdx-licenses.txt is not in the jar");
      }
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return all.lines().collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
