package io.lepton.spi;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.List;

/**
 * Keeps the keys that protect data keys, as a key management service does. Lepton makes one key for
 * each encrypted model, wraps the model's data key with it, and keeps only the wrapped form;
 * destroying the key therefore makes everything of the model unreadable, wherever copies of it lie.
 *
 * <p>A name is 1 to 64 characters of {@code [a-z0-9-]} and begins with a letter or digit; anything
 * else MUST be refused with {@link InvalidInputException}. Rules every implementation MUST keep:
 *
 * <ul>
 *   <li>When {@link #create} returns, the key survives a crash; of several makers of one name
 *       exactly one succeeds.
 *   <li>{@link #unwrap} gives what {@link #wrap} was given, for the same name only, and detects
 *       every change of the wrapped bytes.
 *   <li>When {@link #destroy} returns, no later call of any process unwraps with that key, and the
 *       name is never given to another key, also if there was none of that name yet.
 *   <li>Every method is safe for use by many threads and processes.
 *   <li>Failures are {@link io.lepton.error.StorageException}s that say whether trying again can
 *       help. No message contains key material.
 * </ul>
 */
public interface KeyProvider extends AutoCloseable {
  /**
   * How a key ended.
   *
   * @param what was destroyed
   * @param how it was done
   * @param remaining copies that may exist beyond the provider's reach, such as backups
   */
  record Destruction(String what, String how, List<String> remaining) {
    /** {@inheritDoc} */
    public Destruction {
      remaining = List.copyOf(remaining);
    }
  }

  /**
   * Makes a key.
   *
   * @param name of the key
   * @throws AlreadyExistsException if the name is taken, or was by a key destroyed since
   */
  void create(String name);

  /**
   * Says whether a key can be used.
   *
   * @param name of the key
   * @return whether it was made and not destroyed
   */
  boolean exists(String name);

  /**
   * Says whether a key was destroyed here, which tells it from the key of another provider.
   *
   * @param name of the key
   * @return whether {@link #destroy} was called with it, also if that did not come to its end
   */
  boolean isDestroyed(String name);

  /**
   * Encrypts a data key.
   *
   * @param name of the key
   * @param dataKey 32 bytes; not kept
   * @return bytes that only {@link #unwrap} with the same name reads
   * @throws NotFoundException if there is no such key
   */
  byte[] wrap(String name, byte[] dataKey);

  /**
   * Decrypts a data key.
   *
   * @param name of the key
   * @param wrapped what {@link #wrap} gave
   * @return the data key
   * @throws NotFoundException if there is no such key, or none any more
   * @throws io.lepton.error.CorruptDataException if these bytes were not made with this key
   */
  byte[] unwrap(String name, byte[] wrapped);

  /**
   * Destroys a key for ever. Destroying what is destroyed or never was succeeds, and {@link
   * #create} then refuses the name.
   *
   * @param name of the key
   * @return what was done, and what could not be
   */
  Destruction destroy(String name);

  /** Forgets key material held in memory. Keys stay. Closing twice does nothing. */
  @Override
  void close();
}
