package io.lepton.registry;

import io.lepton.gate.Gate;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The rules before an alias or stage, as they were set at some time.
 *
 * @param ref that they protect
 * @param gates the rules; empty if the protection was lifted
 * @param author who set them
 * @param time when
 * @param reason why
 */
public record Protection(Ref ref, List<Gate> gates, String author, Instant time, String reason) {
  /** {@inheritDoc} */
  public Protection {
    Objects.requireNonNull(ref);
    Objects.requireNonNull(author);
    Objects.requireNonNull(time);
    Objects.requireNonNull(reason);
    gates = List.copyOf(gates);
  }
}
