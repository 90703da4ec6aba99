package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.gate.Gate;
import io.lepton.registry.Protections.Past;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.RequireStreamEnd;
import io.lepton.spi.Ref;
import java.util.List;
import java.util.Optional;

/**
 * The rules before an alias or stage: to be looked at, set and lifted. It is a compare-and-set: it
 * expects the rules that were there when this was made. Not thread-safe.
 */
public final class Protect {
  private final Store store;
  private final Ref ref;
  private final Past past;

  Protect(Store store, Ref ref) {
    this.store = store;
    this.ref = ref;
    store.catalog.ref(ref); // asks for leave to read the model
    this.past = Protections.read(store.catalog, ref);
  }

  /**
   * The rules that hold.
   *
   * @return empty if the ref was never protected, or is no longer
   */
  public Optional<Protection> current() {
    return past.current().filter(protection -> !protection.gates().isEmpty());
  }

  /**
   * All rules there were.
   *
   * @return oldest first; one without rules is where the protection was lifted
   */
  public List<Protection> history() {
    return past.states();
  }

  /**
   * Prepares new rules in the place of all old ones.
   *
   * @param gates all of which a version must pass; at least one
   * @return to be completed
   * @throws InvalidInputException if there is none; lift the protection instead
   */
  public Setting with(Gate... gates) {
    if (gates.length == 0) {
      throw new InvalidInputException(
          "protecting " + ref + " needs a rule; to lift it, say lift()");
    }
    return new Setting(List.of(gates));
  }

  /**
   * Prepares the end of the protection; its history stays.
   *
   * @return to be completed
   */
  public Setting lift() {
    return new Setting(List.of());
  }

  /** Rules that are prepared and hold when their reason is given. */
  public final class Setting {
    private final List<Gate> gates;

    private Setting(List<Gate> gates) {
      this.gates = gates;
    }

    /**
     * Sets the rules, durably.
     *
     * @param reason for people; not blank
     * @return what was recorded
     * @throws InvalidInputException if the reason is blank
     * @throws io.lepton.error.ConflictException if others set rules meanwhile
     * @throws io.lepton.error.AccessDeniedException if the actor may not protect the ref
     */
    public Protection because(String reason) {
      if (reason.isBlank()) {
        throw new InvalidInputException("protecting " + ref + " needs a reason; found a blank one");
      }
      Protection protection =
          new Protection(ref, gates, store.author, store.clock.instant(), reason);
      String json = Protections.write(protection);
      String stream = Protections.stream(ref);
      store.catalog.apply(
          List.of(
              new RequireStreamEnd(stream, past.end()),
              new AppendEvent(
                  stream, Digest.of(past.end() + json).hex(), protection.time(), json)));
      return protection;
    }
  }
}
