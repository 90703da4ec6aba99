package io.lepton.testkit;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.spi.BlobStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A blob store that breaks its promises on purpose. It wraps any store, behaves well until told
 * otherwise, and takes every random choice from its seed: the same calls in the same order meet the
 * same faults.
 *
 * <p>Operations are counted from 1: {@code create}, each {@code write}, {@code commit}, {@code
 * size}, {@code read}, {@code list} and {@code delete}; closing is not counted. To try a fault at
 * every place, run once to learn {@link #operations}, then once for each number below it.
 *
 * <p>An operation that fails has no effect, with one exception that real stores make as well: a
 * {@code commit} or {@code delete} that fails may have done its work before the failure was
 * reported; a coin from the seed decides.
 *
 * <p>What is written is held in memory until the commit. Thread-safe; with many threads the order
 * of their calls decides which of them meets a fault.
 */
public final class FaultInjectingBlobStore implements BlobStore {
  private final BlobStore delegate;
  private final Faults faults;

  private FaultInjectingBlobStore(BlobStore delegate, long seed) {
    this.delegate = Objects.requireNonNull(delegate);
    this.faults = new Faults(seed);
  }

  /**
   * Wraps a store.
   *
   * @param delegate that holds the blobs; closed with the wrapper
   * @param seed of every random choice
   * @return a store that behaves well so far
   */
  public static FaultInjectingBlobStore over(BlobStore delegate, long seed) {
    return new FaultInjectingBlobStore(delegate, seed);
  }

  /**
   * Lets operations fail at random from now on.
   *
   * @param kind of the {@link StorageException}s
   * @param probability for each operation, from 0 to 1
   * @return this
   */
  public FaultInjectingBlobStore failing(Kind kind, double probability) {
    faults.failing(kind, requireProbability(probability));
    return this;
  }

  /**
   * Lets one operation fail.
   *
   * @param operation its number, counted from the store's making; {@code operations() + 1} is the
   *     next
   * @param kind of the {@link StorageException}
   * @return this
   */
  public FaultInjectingBlobStore failingAt(long operation, Kind kind) {
    faults.failingAt(operation, kind);
    return this;
  }

  /**
   * Lets commits damage what they store, at random and silently, from now on.
   *
   * @param damage done
   * @param probability for each commit, from 0 to 1
   * @return this
   */
  public FaultInjectingBlobStore damaging(Damage damage, double probability) {
    faults.damaging(damage, requireProbability(probability));
    return this;
  }

  /**
   * Lets the disk be full after some bytes: a {@code write} beyond them fails for good. What was
   * discarded or deleted makes room again.
   *
   * @param bytes that may still be written from now on
   * @return this
   */
  public FaultInjectingBlobStore fullAfter(long bytes) {
    faults.fullAfter(bytes);
    return this;
  }

  /**
   * Cuts the power after some operations: the next one fails, and so do all after it; what was not
   * committed is lost. {@link #restore} brings the power back, but no writer opened before.
   *
   * @param operations that still succeed from now on
   * @return this
   */
  public FaultInjectingBlobStore losingPowerAfter(long operations) {
    faults.losingPowerAfter(operations);
    return this;
  }

  /**
   * Takes all faults away and restores power. Damage that was done stays.
   *
   * @return this
   */
  public FaultInjectingBlobStore restore() {
    faults.clear();
    return this;
  }

  private static double requireProbability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new InvalidInputException("probability " + probability + "; expected from 0 to 1");
    }
    return probability;
  }

  /**
   * Damages a blob that is there.
   *
   * @param key of the blob
   * @param damage to be done
   * @throws NotFoundException if there is no such blob
   */
  public void damage(String key, Damage damage) {
    ByteBuffer content = delegate.read(key, 0, Math.toIntExact(delegate.size(key)));
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    byte[] damaged = faults.damage(key, bytes, damage);
    delegate.delete(key);
    store(key, damaged);
  }

  private void store(String key, byte @Nullable [] content) {
    if (content != null) {
      try (Writer writer = delegate.create(key)) {
        writer.write(ByteBuffer.wrap(content));
        writer.commit();
      }
    }
  }

  /**
   * The number of operations so far, failed ones included.
   *
   * @return at least 0
   */
  public long operations() {
    return faults.operations();
  }

  /**
   * What went wrong so far, for people and for asserting that something did.
   *
   * @return one line a fault, oldest first
   */
  public List<String> faults() {
    return faults.log();
  }

  @Override
  public Writer create(String key) {
    faults.meet("create", key);
    return new BufferingWriter(key, delegate.create(key), faults.powerCuts());
  }

  @Override
  public long size(String key) {
    faults.meet("size", key);
    return delegate.size(key);
  }

  @Override
  public ByteBuffer read(String key, long offset, int length) {
    faults.meet("read", key);
    return delegate.read(key, offset, length);
  }

  @Override
  public Stream<String> list(String prefix) {
    faults.meet("list", prefix);
    return delegate.list(prefix);
  }

  @Override
  public void delete(String key) {
    faults.meet("delete", key, () -> deleteFreeing(key));
    deleteFreeing(key);
  }

  private void deleteFreeing(String key) {
    long size;
    try {
      size = delegate.size(key);
    } catch (NotFoundException e) {
      size = 0;
    }
    delegate.delete(key);
    faults.free(size);
  }

  @Override
  public void close() {
    delegate.close();
  }

  private final class BufferingWriter implements Writer {
    private final String key;
    private final Writer target;
    private final int powerCutsBefore;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean done;
    private boolean settled; // whether its bytes are kept for good or were given back

    BufferingWriter(String key, Writer target, int powerCutsBefore) {
      this.key = key;
      this.target = target;
      this.powerCutsBefore = powerCutsBefore;
    }

    @Override
    public void write(ByteBuffer source) {
      requireUsable();
      faults.meet("write", key);
      faults.take(key, source.remaining());
      byte[] copy = new byte[source.remaining()];
      source.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void commit() {
      requireUsable();
      done = true;
      faults.meet("commit", key, this::commitBytes);
      commitBytes();
    }

    private void commitBytes() {
      byte[] stored = faults.damageAtRandom(key, bytes.toByteArray());
      if (stored != null) {
        target.write(ByteBuffer.wrap(stored));
        target.commit();
      }
      settled = true;
    }

    private void requireUsable() {
      if (done) {
        throw new InvalidInputException(
            "the writer of blob \"" + key + "\" is done; create another");
      }
      if (faults.powerCuts() != powerCutsBefore) {
        throw new StorageException(
            Kind.PERMANENT, "the writer of blob \"" + key + "\" was lost with the power", null);
      }
    }

    @Override
    public void close() {
      done = true;
      if (!settled) {
        settled = true;
        faults.free(bytes.size());
      }
      target.close();
    }
  }
}
