package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.LeptonException;
import io.lepton.registry.internal.pack.Ingest.Kin;
import io.lepton.registry.internal.pack.PackFormat.Entry;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pack")
class PackFormatTest {
  private static final String PACK = "ab/x.pack";
  private final Workers workers = new Workers();
  private final Map<Digest, byte[]> bases = new HashMap<>();

  @AfterEach
  void close() {
    workers.close();
  }

  /** A pack with a chunk of every codec, three kinds of difference among them, and a manifest. */
  private byte[] pack() {
    InMemoryBlobStore blobs = new InMemoryBlobStore();
    InMemoryCatalog catalog = new InMemoryCatalog();
    byte[] random = new byte[300];
    new Random(1).nextBytes(random);
    byte[] edited = random.clone();
    edited[17] ^= 1;
    byte[] moved = floats();
    Random noise = new Random(3);
    for (int i = 0; i < moved.length - 3; i += 4) {
      moved[i] = (byte) noise.nextInt();
    }
    ChunkReader reader = new ChunkReader(blobs, catalog, new Keyring(blobs, null));
    try (Ingest before = new Ingest(blobs, catalog, reader, workers, null, done -> {});
        Ingest ingest = new Ingest(blobs, catalog, reader, workers, null, done -> {})) {
      List<List<Digest>> like = new ArrayList<>();
      for (byte[] base : List.of(edited, moved)) {
        bases.put(Digest.of(base), base);
        like.add(before.add(ByteSource.of(base), 1 << 20, Kin.UNKNOWN));
      }
      catalog.apply(before.finish("{}".getBytes()));
      ingest.add(ByteSource.of(random), 1 << 20, Kin.UNKNOWN);
      ingest.add(ByteSource.of(new byte[1000]), 1 << 20, Kin.UNKNOWN);
      ingest.add(
          ByteSource.of("to be, or not to be: ".repeat(9).getBytes()),
          1 << 20,
          new Kin(Grouping.BYTES, List.of()));
      ingest.add(ByteSource.of(floats()), 1 << 20, new Kin(Grouping.QUADS, List.of()));
      ingest.add(ByteSource.of(halves()), 1 << 20, new Kin(Grouping.TURNED_PAIRS, List.of()));
      byte[] nearby = edited.clone();
      nearby[200] ^= 2;
      ingest.add(ByteSource.of(nearby), 1 << 20, new Kin(Grouping.QUADS, like));
      byte[] flipped = edited.clone();
      flipped[100] ^= 4;
      ingest.add(ByteSource.of(flipped), 1 << 20, new Kin(Grouping.BYTES, like));
      byte[] close = moved.clone();
      for (int i = 0; i < moved.length - 3; i += 4) {
        close[i] = (byte) noise.nextInt();
      }
      ingest.add(ByteSource.of(close), 1 << 20, new Kin(Grouping.QUADS, like));
      AddPack pack = ingest.finish("{\"manifest\":1}".getBytes()).get(0);
      assertThat(pack.chunks())
          .extracting(c -> c.codec())
          .containsExactly(0, 2, 1, 3, 6, 4, 4, 4, 0);
      assertThat(pack.chunks().get(5).base()).isEqualTo(Digest.of(edited));
      assertThat(pack.chunks().get(7).base()).isEqualTo(Digest.of(moved));
      ByteBuffer all = blobs.read(pack.pack(), 0, (int) blobs.size(pack.pack()));
      byte[] bytes = new byte[all.remaining()];
      all.get(bytes);
      return bytes;
    }
  }

  /** Floats of four magnitudes, and three bytes that are no float. */
  private static byte[] floats() {
    Random random = new Random(2);
    ByteBuffer floats = ByteBuffer.allocate(4 * 120 + 3).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 120; i++) {
      floats.putFloat((1 + random.nextFloat()) * (1 << random.nextInt(4)));
    }
    return floats.array();
  }

  /** The upper halves of floats of four magnitudes and both signs. */
  private static byte[] halves() {
    Random random = new Random(4);
    ByteBuffer halves = ByteBuffer.allocate(2 * 200).order(ByteOrder.LITTLE_ENDIAN);
    while (halves.hasRemaining()) {
      float magnitude = (1 + random.nextFloat()) * (1 << random.nextInt(4));
      float value = random.nextBoolean() ? magnitude : -magnitude;
      halves.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
    }
    return halves.array();
  }

  private static BlobStore storeOf(byte[] pack) {
    InMemoryBlobStore blobs = new InMemoryBlobStore();
    try (BlobStore.Writer writer = blobs.create(PACK)) {
      writer.write(ByteBuffer.wrap(pack));
      writer.commit();
    }
    return blobs;
  }

  private List<Entry> readAll(byte[] pack) {
    BlobStore blobs = storeOf(pack);
    PackReader reader = PackReader.open(blobs, PACK);
    ChunkReader chunks = new ChunkReader(blobs, new InMemoryCatalog(), new Keyring(blobs, null));
    reader.entries().forEach(entry -> reader.raw(entry, "test", this::base, chunks));
    return reader.entries();
  }

  private Decoding base(Digest name, int length) {
    byte[] base = bases.get(name);
    if (base == null || base.length != length) {
      throw new CorruptDataException(PACK + ": no base " + name);
    }
    return Decoding.of(base);
  }

  @Test
  @DisplayName("is laid out as docs/format.md says")
  void layout() {
    byte[] pack = pack();
    ByteBuffer in = ByteBuffer.wrap(pack).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = {(byte) 0x89, 'L', 'P', 'K', 0x0D, 0x0A, 0x1A, 0x0A};
    assertThat(Arrays.copyOf(pack, 8)).isEqualTo(magic);
    assertThat(in.getInt(8)).isEqualTo(1);
    assertThat(Arrays.copyOfRange(pack, 16, 20)).isEqualTo("ENTR".getBytes());
    assertThat(pack[20]).as("chunk").isEqualTo((byte) 1);
    assertThat(pack[21]).as("raw").isZero();
    assertThat(in.getInt(24)).isEqualTo(300);
    assertThat(in.getInt(28)).isEqualTo(300);
    assertThat(Arrays.copyOfRange(pack, 32, 64))
        .isEqualTo(Digest.of(Arrays.copyOfRange(pack, 72, 372)).toBytes());
    int trailer = pack.length - 32;
    assertThat(in.getInt(trailer + 8)).as("entries").isEqualTo(9);
    assertThat(in.getLong(trailer)).as("index").isEqualTo(trailer - 9 * 56);
    assertThat(pack[trailer - 56 + 16]).as("kind of the last entry").isEqualTo((byte) 2);
    for (int i = 0; i < 8; i++) {
      assertThat(pack[pack.length - 1 - i]).isEqualTo(magic[i]);
    }
    assertThat(readAll(pack)).hasSize(9);
  }

  @Test
  @DisplayName("shows every flipped bit")
  void everyFlippedBit() {
    byte[] pack = pack();
    for (int bit = 0; bit < pack.length * 8; bit++) {
      byte[] flipped = pack.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      int at = bit;
      assertThatThrownBy(() -> readAll(flipped))
          .as("bit %d", at)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(PACK);
    }
  }

  @Test
  @DisplayName("shows every way it can be cut short, and bytes that were added")
  void everyTruncation() {
    byte[] pack = pack();
    for (int length = 0; length < pack.length; length++) {
      byte[] cut = Arrays.copyOf(pack, length);
      assertThatThrownBy(() -> readAll(cut))
          .as("%d bytes", length)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(PACK);
    }
    assertThatThrownBy(() -> readAll(Arrays.copyOf(pack, pack.length + 1)))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  @DisplayName(
      "with random damage meets a Lepton exception or reads as before, never anything else")
  void mutants() {
    byte[] pack = pack();
    Random random = new Random(42);
    List<Entry> intact = readAll(pack);
    for (int mutant = 0; mutant < 30_000; mutant++) {
      byte[] damaged = damage(pack, random);
      try {
        assertThat(readAll(damaged)).isEqualTo(intact);
        assertThat(damaged).isEqualTo(pack);
      } catch (LeptonException expected) {
        assertThat(expected.getMessage()).contains(PACK);
      } catch (RuntimeException e) {
        fail("mutant " + mutant, e);
      }
    }
  }

  private static byte[] damage(byte[] pack, Random random) {
    int from = random.nextInt(pack.length);
    int length = random.nextInt(Math.min(70, pack.length - from)) + 1;
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] overwritten = pack.clone();
        for (int i = from; i < Math.min(pack.length, from + length); i++) {
          overwritten[i] = (byte) random.nextInt(256);
        }
        return overwritten;
      }
      case 1 -> { // drop
        byte[] shorter = new byte[pack.length - length];
        System.arraycopy(pack, 0, shorter, 0, from);
        System.arraycopy(pack, from + length, shorter, from, pack.length - from - length);
        return shorter;
      }
      case 2 -> { // duplicate
        byte[] longer = new byte[pack.length + length];
        System.arraycopy(pack, 0, longer, 0, from + length);
        System.arraycopy(pack, from, longer, from + length, pack.length - from);
        return longer;
      }
      default -> { // zeros, as of blocks that were never written
        byte[] zeroed = pack.clone();
        Arrays.fill(zeroed, from, Math.min(pack.length, from + length), (byte) 0);
        return zeroed;
      }
    }
  }

  @Test
  @DisplayName("of a newer version, or with an unknown codec, is told from a damaged one")
  void newer() {
    byte[] newer = pack();
    ByteBuffer out = ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(8, 2);
    out.putInt(12, PackFormat.crc(out, 0, 12));
    assertThatThrownBy(() -> readAll(newer))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("format version 2");

    byte[] codec = pack();
    ByteBuffer in = ByteBuffer.wrap(codec).order(ByteOrder.LITTLE_ENDIAN);
    int trailer = codec.length - 32;
    int index = (int) in.getLong(trailer);
    codec[index + 17] = 9;
    in.putInt(trailer + 12, PackFormat.crc(in, index, trailer - index));
    in.putInt(trailer + 20, PackFormat.crc(in, trailer, 20));
    assertThatThrownBy(() -> readAll(codec))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("codec 9");
  }
}
