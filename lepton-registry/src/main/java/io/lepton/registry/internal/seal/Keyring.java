package io.lepton.registry.internal.seal;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import io.lepton.spi.BlobStore;
import io.lepton.spi.KeyProvider;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of one store. Each lies, wrapped by the provider, in a blob beside the packs, so
 * that packs and provider suffice to read a store whose catalogue is lost. Thread-safe.
 */
public final class Keyring implements AutoCloseable {
  /** What the keys of these blobs begin with. */
  public static final String FOLDER = "keys/";

  private static final String SUFFIX = ".json";
  private static final int FORMAT = 1;

  private final BlobStore blobs;
  private final @Nullable KeyProvider provider;
  private final Map<String, ModelCipher> ciphers = new ConcurrentHashMap<>();

  /**
   * The keys of a store.
   *
   * @param blobs of the store
   * @param provider of the keys that wrap them, or null if none was given
   */
  public Keyring(BlobStore blobs, @Nullable KeyProvider provider) {
    this.blobs = blobs;
    this.provider = provider;
  }

  /**
   * A data key as it is kept.
   *
   * @param format 1
   * @param model whose content it seals
   * @param key name of the provider's key
   * @param wrapped the data key, wrapped by that, in hexadecimal digits
   */
  public record WrappedKey(int format, String model, String key, String wrapped) {}

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
    try (BlobStore.Writer writer = blobs.create(blob(cipher.id()))) {
      writer.write(ByteBuffer.wrap(Json.bytes(new WrappedKey(FORMAT, model, name, wrapped))));
      writer.commit();
    }
    ciphers.put(cipher.id(), cipher);
    return cipher;
  }

  /**
   * The cipher of a key.
   *
   * @param id of the data key
   * @return the cipher
   * @throws KeyUnavailableException if it was destroyed, or no provider was given, or one that does
   *     not have the key
   */
  public ModelCipher cipher(String id) {
    ModelCipher cipher = ciphers.get(id);
    if (cipher == null) {
      cipher = unwrap(id);
      ciphers.put(id, cipher);
    }
    return cipher;
  }

  private ModelCipher unwrap(String id) {
    WrappedKey record = record(id);
    KeyProvider keys = provider("reading model \"" + record.model + "\"");
    byte[] dataKey;
    try {
      dataKey = keys.unwrap(record.key, bytes(record));
    } catch (NotFoundException e) {
      throw new KeyUnavailableException(
          "model \""
              + record.model
              + "\" is encrypted, and the key provider given has no key "
              + record.key
              + ": it was destroyed, or this is another provider",
          e);
    }
    ModelCipher cipher = new ModelCipher(dataKey);
    Arrays.fill(dataKey, (byte) 0);
    if (!cipher.id().equals(id)) {
      throw new CorruptDataException(blob(id) + ": expected key " + id + ", found " + cipher.id());
    }
    return cipher;
  }

  private static byte[] bytes(WrappedKey record) {
    try {
      return HexFormat.of().parseHex(record.wrapped);
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException("a wrapped key of model " + record.model + " is no hex", e);
    }
  }

  /**
   * What is kept of a key.
   *
   * @param id of the data key
   * @return the record
   * @throws KeyUnavailableException if there is none any more
   */
  public WrappedKey record(String id) {
    ByteBuffer json;
    try {
      json = blobs.read(blob(id), 0, Math.toIntExact(blobs.size(blob(id))));
    } catch (NotFoundException e) {
      throw new KeyUnavailableException("the key " + id + " was destroyed, or its blob is lost", e);
    }
    byte[] bytes = new byte[json.remaining()];
    json.get(bytes);
    WrappedKey record = Json.read(bytes, WrappedKey.class, blob(id));
    if (record.format > FORMAT) {
      throw new FormatTooNewException(blob(id) + " has format " + record.format);
    }
    return record;
  }

  /**
   * The keys there are.
   *
   * @return ids in ascending order
   */
  public List<String> ids() {
    try (Stream<String> keys = blobs.list(FOLDER)) {
      return keys.filter(key -> key.endsWith(SUFFIX))
          .map(key -> key.substring(FOLDER.length(), key.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  /**
   * Destroys a key for ever; repeating it is harmless.
   *
   * @param id of the data key
   * @return what the provider says of it
   * @throws KeyUnavailableException if no provider was given, or one that never had the key: what
   *     it says would be no truth about the key
   */
  public KeyProvider.Destruction destroy(String id) {
    WrappedKey record;
    try {
      record = record(id);
    } catch (KeyUnavailableException e) {
      return new KeyProvider.Destruction("key " + id, "destroyed before", List.of());
    }
    KeyProvider keys = provider("destroying the key of model \"" + record.model + "\"");
    if (!keys.exists(record.key) && !keys.isDestroyed(record.key)) {
      throw new KeyUnavailableException(
          "the key provider given never had key "
              + record.key
              + " of model \""
              + record.model
              + "\", so it cannot destroy it; open the store with the provider it was made with");
    }
    KeyProvider.Destruction done = keys.destroy(record.key);
    ciphers.remove(id);
    blobs.delete(blob(id));
    return done;
  }

  /**
   * Whether keys can be made and used.
   *
   * @return whether a provider was given
   */
  public boolean hasProvider() {
    return provider != null;
  }

  private KeyProvider provider(String purpose) {
    if (provider == null) {
      throw new KeyUnavailableException(
          purpose + " needs a key provider; open the store with builder(home).keys(...)");
    }
    return provider;
  }

  private static String blob(String id) {
    if (!id.matches("[0-9a-f]{32}")) {
      throw new InvalidInputException("a key's id has 32 hexadecimal digits, found " + id);
    }
    return FOLDER + id + SUFFIX;
  }

  @Override
  public void close() {
    ciphers.clear();
    if (provider != null) {
      provider.close();
    }
  }
}
