package io.lepton.registry.internal.pack;

import io.lepton.error.LeptonException;
import io.lepton.registry.internal.pack.PackWriter.Item;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Spreads entries over packs. A little is held in memory until the end, so that a small save makes
 * one pack, manifest included, and can make it anew with another manifest when it lost a race; more
 * streams into packs of bounded size. Not thread-safe.
 */
final class PackSink implements AutoCloseable {
  private static final long HELD = 8L << 20;

  /** Bounds what a rewrite copies when something of a pack is destroyed. */
  private static final long ROLL = 256L << 20;

  private final BlobStore blobs;
  private final Workers workers;
  private final Buffers buffers;
  private final long most;
  private final long roll;
  private final List<Item> held = new ArrayList<>();
  private final List<AddPack> sealed = new ArrayList<>();
  private long heldBytes;
  private @Nullable PackWriter open;
  private @Nullable Future<AddPack> sealing;
  private @Nullable AddPack last;

  /**
   * Begins with nothing.
   *
   * @param buffers get back what an entry lies in once it is written
   */
  PackSink(BlobStore blobs, Workers workers, Buffers buffers) {
    this(blobs, workers, buffers, HELD, ROLL);
  }

  /** As above, with other sizes of what is held at most, and of a pack. */
  PackSink(BlobStore blobs, Workers workers, Buffers buffers, long most, long roll) {
    this.buffers = buffers;
    this.blobs = blobs;
    this.workers = workers;
    this.most = most;
    this.roll = roll;
  }

  void add(Item item) {
    if (open == null) {
      held.add(item);
      heldBytes += item.size();
      if (heldBytes > most) {
        PackWriter writer = new PackWriter(blobs, PackNames.next());
        open = writer;
        held.forEach(it -> write(writer, it));
        held.clear();
        heldBytes = 0;
      }
      return;
    }
    write(open, item);
    if (open.size() > roll) {
      sealOpen(open);
    }
  }

  private void write(PackWriter writer, Item item) {
    writer.add(item);
    buffers.give(item.encoded().stored().array());
  }

  /** Flushing takes as long as writing did: one pack is flushed while the next is written. */
  private void sealOpen(PackWriter writer) {
    awaitSealing();
    sealing =
        workers.submitFlush(
            () -> {
              try (writer) {
                return writer.seal();
              }
            });
    open = null;
  }

  private void awaitSealing() {
    Future<AddPack> awaited = sealing;
    if (awaited != null) {
      sealed.add(Workers.join(awaited));
      sealing = null;
    }
  }

  /** Makes all durable, with one more entry that replaces the one of an earlier call. */
  List<AddPack> finish(Item manifest) {
    if (open != null) {
      sealOpen(open);
    }
    awaitSealing();
    AddPack stale = last;
    last = null;
    if (stale != null) {
      delete(stale);
    }
    try (PackWriter writer = new PackWriter(blobs, PackNames.next())) {
      held.forEach(writer::add);
      writer.add(manifest);
      last = writer.seal();
      List<AddPack> all = new ArrayList<>(sealed);
      all.add(last);
      return all;
    }
  }

  /** Makes all durable as packs that are the caller's from now on, and begins anew. */
  List<AddPack> publish() {
    if (open != null) {
      sealOpen(open);
    }
    awaitSealing();
    if (!held.isEmpty()) {
      try (PackWriter writer = new PackWriter(blobs, PackNames.next())) {
        held.forEach(writer::add);
        sealed.add(writer.seal());
      }
      held.clear();
      heldBytes = 0;
    }
    List<AddPack> made = List.copyOf(sealed);
    sealed.clear();
    return made;
  }

  /** Deletes what was published, for a save that is known to have failed. */
  void discard() {
    try {
      awaitSealing();
    } catch (LeptonException e) {
      LoggerFactory.getLogger(PackSink.class).debug("a pack was not published", e);
      sealing = null;
    }
    sealed.forEach(this::delete);
    if (last != null) {
      delete(last);
    }
  }

  private void delete(AddPack pack) {
    try {
      blobs.delete(pack.pack());
    } catch (LeptonException e) {
      // No index names it, so it is only space.
      LoggerFactory.getLogger(PackSink.class).debug("pack {} stays behind", pack.pack(), e);
    }
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }
}
