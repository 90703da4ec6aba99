package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a push and a pull have in common: which refs, and what may happen to the receiver's. The
 * branch {@code main} unless a ref is named. Not thread-safe.
 *
 * @param <T> push or pull
 */
public abstract sealed class Transfer<T extends Transfer<T>> permits Push, Pull {
  /** What a ref of the sender is to be called at the receiver. */
  final Map<Ref, Ref> wishes = new LinkedHashMap<>();

  final Store actor;
  final String model;
  boolean everything;
  String reason;
  Consumer<TransferProgress> listener = progress -> {};
  @Nullable VersionId overwritten;
  long window = Receiving.WINDOW_BYTES; // tests make it small

  Transfer(Store actor, String model, String reason) {
    Ref.requireValidName("model", model);
    this.actor = actor;
    this.model = model;
    this.reason = reason;
  }

  abstract T self();

  /**
   * Takes a branch along. At the receiver it is made, or moves forward; it never leaves a version
   * behind unless {@link #overwriting} says so.
   *
   * @param name of the branch, at both ends
   * @return this
   */
  public T branch(String name) {
    return branch(name, name);
  }

  /**
   * Takes a branch along under another name, such as one that both have moved on.
   *
   * @param name of the branch at the sender
   * @param newName of the branch at the receiver
   * @return this
   */
  public T branch(String name, String newName) {
    wishes.put(new Ref(model, Ref.Kind.BRANCH, name), new Ref(model, Ref.Kind.BRANCH, newName));
    return self();
  }

  /**
   * Takes a tag along.
   *
   * @param name of the tag
   * @return this
   */
  public T tag(String name) {
    return ref(Ref.Kind.TAG, name);
  }

  /**
   * Takes any ref along. Aliases say what people decided at one store, so they travel only if named
   * here, and one that is elsewhere at the receiver moves only by {@link #overwriting}.
   *
   * @param kind of the ref
   * @param name of the ref, at both ends
   * @return this
   */
  public T ref(Ref.Kind kind, String name) {
    Ref ref = new Ref(model, kind, name);
    wishes.put(ref, ref);
    return self();
  }

  /**
   * Takes all branches and tags along.
   *
   * @return this
   */
  public T everything() {
    everything = true;
    return self();
  }

  /**
   * Lets the one ref that is named leave where it is at the receiver, if that is still here. What
   * only that ref led to stays in the store, out of its log.
   *
   * @param expected where the receiver's ref is
   * @return this
   */
  public T overwriting(Version expected) {
    overwritten = expected.id();
    return self();
  }

  /**
   * Says why the receiver's refs move.
   *
   * @param text for people; not blank
   * @return this
   */
  public T because(String text) {
    if (text.isBlank()) {
      throw new InvalidInputException("a transfer needs a reason that is not blank, or none");
    }
    reason = text;
    return self();
  }

  /**
   * Watches the transfer.
   *
   * @param progress called from time to time on the calling thread; what it throws ends the
   *     transfer, which can be started again
   * @return this
   */
  public T onProgress(Consumer<TransferProgress> progress) {
    listener = Objects.requireNonNull(progress);
    return self();
  }
}
