package io.lepton.registry.internal.seal;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import io.lepton.spi.KeyProvider;
import io.lepton.spi.KeyProvider.Destruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data keys of one store. Each lies, wrapped by the provider, in a blob beside the packs, so
 * that packs and provider suffice to read a store whose catalogue is lost. Thread-safe.
 *
 * <p>Stores that exchange a model share its data key. The keys that wrap one anew therefore have
 * names that follow from its id ({@code lepton-ID-1} and so on): whoever shares the provider finds
 * all of them, and destroying them, and the name that would come next, ends the data key in every
 * store.
 */
public final class Keyring implements AutoCloseable {
  /** What the names of these blobs begin with. */
  public static final String FOLDER = "keys/";

  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);

  private final KeyBlobs blobs;
  private final @Nullable KeyProvider provider;
  private final Map<String, ModelCipher> ciphers = new ConcurrentHashMap<>();

  /**
   * The keys of a store.
   *
   * @param blobs of the store
   * @param provider of the keys that wrap them, or null if none was given
   */
  public Keyring(BlobStore blobs, @Nullable KeyProvider provider) {
    this.blobs = new KeyBlobs(blobs);
    this.provider = provider;
  }

  /**
   * Makes a data key.
   *
   * @param model whose content it shall seal
   * @return its cipher; the wrapped key is durable
   */
  public ModelCipher create(String model) {
    KeyProvider keys = provider("encrypting model \"" + model + "\"");
    String name = "lepton-" + UUID.randomUUID();
    keys.create(name);
    byte[] dataKey = ModelCipher.newDataKey();
    ModelCipher cipher = new ModelCipher(dataKey);
    String wrapped = HexFormat.of().formatHex(keys.wrap(name, dataKey));
    Arrays.fill(dataKey, (byte) 0);
    blobs.write(new WrappedKey(cipher.id(), 0, model, name, List.of(), wrapped));
    ciphers.put(cipher.id(), cipher);
    return cipher;
  }

  /**
   * The cipher of a key, to open what is there.
   *
   * @param id of the data key
   * @return the cipher
   * @throws KeyUnavailableException if it was destroyed, or no provider was given, or one that does
   *     not have the key
   */
  public ModelCipher cipher(String id) {
    ModelCipher cipher = ciphers.get(id);
    if (cipher == null) {
      cipher = cipherOf(blobs.newest(id));
      ciphers.put(id, cipher);
    }
    return cipher;
  }

  /**
   * The cipher of a key, to seal something new: nothing is sealed under a key that was destroyed
   * since this process got to know it.
   *
   * @param id of the data key
   * @return the cipher
   * @throws KeyUnavailableException as {@link #cipher}
   */
  public ModelCipher cipherForSealing(String id) {
    WrappedKey record = blobs.newest(id);
    if (!provider("sealing a version of model \"" + record.model() + "\"").exists(record.key())) {
      throw gone(record, null);
    }
    return cipher(id);
  }

  private ModelCipher cipherOf(WrappedKey record) {
    byte[] dataKey = unwrap(record);
    ModelCipher cipher = new ModelCipher(dataKey);
    Arrays.fill(dataKey, (byte) 0);
    return cipher;
  }

  private byte[] unwrap(WrappedKey record) {
    KeyProvider keys = provider("reading model \"" + record.model() + "\"");
    byte[] dataKey;
    try {
      dataKey = keys.unwrap(record.key(), record.bytes());
    } catch (NotFoundException e) {
      throw gone(record, e);
    }
    String found = new ModelCipher(dataKey).id();
    if (!found.equals(record.id())) {
      throw new CorruptDataException(
          "a wrapped key of model "
              + record.model()
              + ": expected key "
              + record.id()
              + ", found "
              + found);
    }
    return dataKey;
  }

  private KeyUnavailableException gone(WrappedKey record, @Nullable NotFoundException cause) {
    KeyProvider keys = provider("reading model \"" + record.model() + "\"");
    String why;
    if (!keys.isDestroyed(record.key())) {
      why =
          "this provider ("
              + keys.getClass().getSimpleName()
              + ") never had: it is another provider than the one the model was encrypted with, so"
              + " open the store with that one";
    } else if (successor(record) == null) {
      why =
          "was destroyed: the model was shredded, here or in a store that shares the provider, and"
              + " what the key sealed can never be read again; the next opening of the store, or"
              + " shred(), records that";
    } else {
      why =
          "was destroyed after another store wrapped the data key anew: push or pull the model"
              + " from there, which brings the newer key";
    }
    String message =
        "model \""
            + record.model()
            + "\" is encrypted (data key "
            + record.id()
            + "), and its key "
            + record.key()
            + " "
            + why;
    return cause == null
        ? new KeyUnavailableException(message)
        : new KeyUnavailableException(message, cause);
  }

  /** A usable key that wraps the same data key for others; null if there is none. */
  private @Nullable String successor(WrappedKey record) {
    KeyProvider keys = provider("looking for the keys of model \"" + record.model() + "\"");
    for (int rotation = 1; ; rotation++) {
      String name = nameOf(record.id(), rotation);
      if (keys.exists(name)) {
        return name;
      }
      if (!keys.isDestroyed(name)) {
        return null;
      }
    }
  }

  private static String nameOf(String id, int rotation) {
    return "lepton-" + id + "-" + rotation;
  }

  /**
   * What is kept of a key.
   *
   * @param id of the data key
   * @return the record
   * @throws KeyUnavailableException if there is none any more
   */
  public WrappedKey record(String id) {
    return blobs.newest(id);
  }

  /**
   * Takes a data key over from another store.
   *
   * @param key as it is kept there
   * @throws KeyUnavailableException if the provider given here cannot unwrap it
   * @throws CorruptDataException if it is not the key it says
   */
  public void adopt(WrappedKey key) {
    KeyProvider keys = provider("receiving model \"" + key.model() + "\", which is encrypted,");
    String mine = hasBlob(key.id()) ? blobs.newest(key.id()).key() : null;
    if (mine != null && keys.exists(mine)) {
      cipher(key.id()); // our own copy is as good
      return;
    }
    ModelCipher cipher = cipherOf(key);
    blobs.write(key);
    cipherOf(blobs.newest(key.id())); // what is kept must be of use, whoever wrote it
    ciphers.put(key.id(), cipher);
  }

  private boolean hasBlob(String id) {
    return blobs.ids().contains(id);
  }

  /**
   * Wraps a data key anew, under the provider's next key for it. Nothing that it sealed changes.
   * The old form stays beside the new one until {@link #forgetOlder}.
   *
   * @param id of the data key
   * @return the new form, durable and read back
   * @throws KeyUnavailableException if it was destroyed, or cannot be unwrapped here
   */
  public WrappedKey rotate(String id) {
    WrappedKey now = blobs.newest(id);
    KeyProvider keys = provider("wrapping the key of model \"" + now.model() + "\" anew");
    byte[] dataKey = unwrap(now);
    try {
      String name = nameOf(id, now.rotation() + 1);
      try {
        keys.create(name);
      } catch (AlreadyExistsException e) {
        if (keys.isDestroyed(name)) {
          throw new KeyUnavailableException(
              "the data key of model \""
                  + now.model()
                  + "\" cannot be wrapped anew: its next key "
                  + name
                  + " was destroyed, since the model is being shredded, or by hand",
              e);
        }
        LOG.debug("key {} is there, by a crash or for another store", name, e);
      }
      List<String> former = new ArrayList<>(now.former());
      former.add(now.key());
      WrappedKey fresh =
          new WrappedKey(
              id,
              now.rotation() + 1,
              now.model(),
              name,
              former,
              HexFormat.of().formatHex(keys.wrap(name, dataKey)));
      Arrays.fill(unwrap(fresh), (byte) 0); // only what can be read back replaces the old
      blobs.write(fresh);
      return blobs.newest(id);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * Deletes the forms of a data key that were replaced.
   *
   * @param id of the data key
   * @param rotation of the form that stays
   */
  public void forgetOlder(String id, int rotation) {
    blobs.deleteBefore(id, rotation);
  }

  /**
   * Deletes every form of a data key here; the provider's keys stay.
   *
   * @param id of the data key
   */
  public void forget(String id) {
    ciphers.remove(id);
    blobs.deleteAll(id);
  }

  /**
   * The keys there are.
   *
   * @return ids in ascending order
   */
  public List<String> ids() {
    return blobs.ids();
  }

  /**
   * Whether a data key was ended through the provider, by a store that shares it.
   *
   * @param id of a data key that is kept here
   * @return whether nobody who has this provider can ever unwrap it again
   */
  public boolean isEnded(String id) {
    WrappedKey record = blobs.newest(id);
    return provider != null && provider.isDestroyed(record.key()) && successor(record) == null;
  }

  /**
   * Destroys a data key for ever, in every store that shares the provider; repeating it is
   * harmless.
   *
   * @param id of the data key
   * @return what the provider says of it
   * @throws KeyUnavailableException if no provider was given, or one that never had the key: what
   *     it says would be no truth about the key
   */
  public Destruction destroy(String id) {
    if (!hasBlob(id)) {
      return new Destruction("key " + id, "destroyed before", List.of());
    }
    WrappedKey record = blobs.newest(id);
    KeyProvider keys = provider("destroying the key of model \"" + record.model() + "\"");
    if (!keys.exists(record.key()) && !keys.isDestroyed(record.key())) {
      throw new KeyUnavailableException(
          "the key provider given never had key "
              + record.key()
              + " of model \""
              + record.model()
              + "\", so it cannot destroy it; open the store with the provider it was made with");
    }
    Set<String> names = new LinkedHashSet<>();
    names.add(record.key());
    names.addAll(record.former());
    int next = 1;
    for (; isKnown(keys, nameOf(id, next)); next++) {
      names.add(nameOf(id, next));
    }
    List<Destruction> each = new ArrayList<>();
    names.forEach(name -> each.add(keys.destroy(name)));
    keys.destroy(nameOf(id, next)); // never made, and now never will be
    forget(id);
    return together(each);
  }

  private static boolean isKnown(KeyProvider keys, String name) {
    return keys.exists(name) || keys.isDestroyed(name);
  }

  private static Destruction together(List<Destruction> each) {
    return new Destruction(
        String.join("; ", each.stream().map(Destruction::what).toList()),
        String.join("; ", each.stream().map(Destruction::how).distinct().toList()),
        each.stream().flatMap(it -> it.remaining().stream()).distinct().toList());
  }

  /**
   * Whether keys can be made and used.
   *
   * @return whether a provider was given
   */
  public boolean hasProvider() {
    return provider != null;
  }

  /**
   * Whether a sealed chunk can be opened.
   *
   * @param id of its data key
   * @return whether that is to be had
   */
  public boolean has(String id) {
    try {
      cipher(id);
      return true;
    } catch (LeptonException e) {
      LOG.debug("key {} is not to be had", id, e);
      return false;
    }
  }

  private KeyProvider provider(String purpose) {
    if (provider == null) {
      throw new KeyUnavailableException(
          purpose + " needs a key provider; open the store with builder(home).keys(...)");
    }
    return provider;
  }

  @Override
  public void close() {
    ciphers.clear();
    if (provider != null) {
      provider.close();
    }
  }
}
