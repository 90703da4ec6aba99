package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import io.lepton.registry.internal.pack.Encoder.Base;
import io.lepton.registry.internal.pack.Ingest.Kin;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Chunk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the chunks that new ones may be differences from. Thread-safe once found. */
final class Relatives {
  /** Why 4 stands in docs/format.md. */
  static final int MAX_DEPTH = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Relatives.class);

  private final Catalog catalog;
  private final ChunkReader reader;
  private final ChunkForm form;
  private final Set<Digest> wanted = new HashSet<>();
  private Map<Digest, Chunk> places = Map.of();

  Relatives(Catalog catalog, ChunkReader reader, ChunkForm form) {
    this.form = form;
    this.catalog = catalog;
    this.reader = reader;
  }

  void look(Kin kin, int position) {
    for (List<Digest> relative : kin.relatives()) {
      if (position < relative.size()) {
        wanted.add(relative.get(position));
      }
    }
  }

  /** Asks the index about all at once. */
  void find() {
    places = Bases.closure(catalog, wanted);
  }

  /** The bases for one chunk, read; those that are gone or damaged are left out. */
  List<Base> of(Kin kin, int position, int length, Buffers buffers) {
    Set<Digest> chosen = new LinkedHashSet<>();
    for (List<Digest> relative : kin.relatives()) {
      if (position < relative.size()) {
        Digest at = relative.get(position);
        // Further down the chain, where it is short enough to be made longer.
        for (int depth = Bases.depth(at, places); depth >= MAX_DEPTH; depth--) {
          Chunk place = places.get(at);
          Digest base = place == null ? null : place.base();
          if (base == null || depth > Delta.DEEPEST) {
            break;
          }
          at = base;
        }
        Chunk place = places.get(at);
        if (place != null
            && Bases.depth(at, places) < MAX_DEPTH
            && place.rawLength() == length
            // Open and sealed chunks do not rest on each other: the sealed end with their key.
            && Codecs.isSealed(place) == form.isSealed()) {
          chosen.add(at);
        }
      }
    }
    return read(chosen, length, buffers);
  }

  private List<Base> read(Set<Digest> chosen, int length, Buffers buffers) {
    List<Base> bases = new ArrayList<>();
    for (Digest digest : chosen) {
      try {
        byte[] raw = buffers.take(length);
        reader.readIntact(digest, places, "base " + digest, raw, 0, length);
        bases.add(new Base(digest, Bases.depth(digest, places), raw));
      } catch (StorageException e) {
        throw e;
      } catch (LeptonException e) {
        LOG.debug("chunk {} is no base, as it cannot be read", digest, e);
      }
    }
    return bases;
  }
}
