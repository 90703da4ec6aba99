package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every form decoded tile by tile, against {@link PlainDecoder}, which does one thing at a time.
 */
@DisplayName("Decoding by tiles")
class TilesTest {
  private static final int TILE = Decoding.TILE;
  private static final int[] LENGTHS = {
    2, 9, 63, 65, TILE - 1, TILE, TILE + 1, TILE + 15, TILE + 70, 2 * TILE - 65, 3 * TILE + 131
  };
  private static final int DEEPEST = 4;
  private static final int BEFORE = 3;

  private final Random random = new Random(11);
  private final Set<Codec> seen = EnumSet.noneOf(Codec.class);
  private final Set<Byte> forms = new HashSet<>();

  /** A chunk as it is stored, and what it is a difference from. */
  private record Stored(Codec codec, byte[] bytes) {}

  /** Fewer and fewer bits in the upper bytes, some of them mostly zero. */
  private byte[] content(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] =
          switch (i % 4) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) (random.nextInt(9) == 0 ? random.nextInt(8) : 0);
            case 2 -> (byte) random.nextInt(16);
            default -> 5;
          };
    }
    return bytes;
  }

  private Stored stored(byte[] raw, Grouping grouping, int kind, Scratch scratch) {
    int length = raw.length;
    byte[] out = new byte[2 * length + 600];
    if (kind == 0) {
      return new Stored(Codec.RAW, raw);
    }
    if (kind == 1 || grouping.width() < 2 || length < grouping.width()) {
      int count = scratch.compress(raw, 0, length, out, 0, out.length);
      return new Stored(Codec.ZSTD, Arrays.copyOf(out, count));
    }
    int tried = random.nextInt(1 << 24);
    int count = Planes.encode(raw, length, grouping, tried, out, scratch);
    for (int p = 0; p < grouping.width(); p++) {
      forms.add(out[1 + 5 * p]);
    }
    return new Stored(grouping.codec(), Arrays.copyOf(out, count));
  }

  private Stored difference(byte[] base, byte[] raw, Grouping grouping, int kind, Scratch scratch) {
    byte[] change = new byte[raw.length];
    boolean steps = kind > 2 && raw.length >= grouping.width() && grouping.width() > 1;
    if (steps) {
      Steps.between(base, raw, raw.length, grouping.width(), change);
    } else {
      Delta.xor(base, 0, raw, 0, change, 0, raw.length);
    }
    Stored inner = stored(change, grouping.unturned(), kind, scratch);
    byte[] bytes = new byte[Delta.PREFIX + inner.bytes.length];
    Codec codec = steps ? Codec.STEPS : inner.codec;
    seen.add(codec);
    new Delta(Digest.of(base), 1, codec).write(bytes);
    System.arraycopy(inner.bytes, 0, bytes, Delta.PREFIX, inner.bytes.length);
    return new Stored(Codec.DELTA, bytes);
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTES", "PAIRS", "QUADS", "OCTETS", "TURNED_PAIRS"})
  @DisplayName("gives what decoding one thing at a time gives, whatever rests on what")
  void same(Grouping grouping) {
    Grouping other = grouping == Grouping.QUADS ? Grouping.PAIRS : Grouping.QUADS;
    for (int length : LENGTHS) {
      for (int kinds = 0; kinds < 30; kinds++) {
        List<Stored> chain = new ArrayList<>();
        byte[] raw = content(length);
        try (Scratch scratch = Scratch.take()) {
          chain.add(stored(raw, grouping, kinds % 3, scratch));
          seen.add(chain.get(0).codec);
          for (int depth = 0; depth < kinds % (DEEPEST + 1); depth++) {
            byte[] next = content(length);
            boolean same = random.nextInt(4) > 0;
            int kind = random.nextInt(8);
            chain.add(difference(raw, next, same ? grouping : other, kind, scratch));
            raw = next;
          }
        }
        assertThat(plain(chain, length)).isEqualTo(raw);
        assertThat(tiled(chain, length)).isEqualTo(raw);
      }
    }
    if (grouping.width() > 1) {
      assertThat(seen).contains(Codec.RAW, Codec.ZSTD, Codec.STEPS, grouping.codec());
      assertThat(forms).containsExactlyInAnyOrder((byte) 0, (byte) 1, (byte) 2, (byte) 3);
    }
  }

  private static byte[] plain(List<Stored> chain, int length) {
    byte[] raw = new byte[length];
    for (Stored link : chain) {
      raw = PlainDecoder.decode(link.codec.number(), link.bytes, raw);
    }
    return raw;
  }

  private static byte[] tiled(List<Stored> chain, int length) {
    byte[] out = new byte[BEFORE + length + 5];
    try (Scratches scratches = new Scratches()) {
      Decoding decoding = open(chain, chain.size() - 1, length, scratches);
      new Opened(ChunkForm.PLAIN, length, decoding).decode(out, BEFORE);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(out[BEFORE + length + i]).as("outside").isZero();
    }
    assertThat(Arrays.copyOf(out, BEFORE)).as("outside").containsOnly(0);
    return Arrays.copyOfRange(out, BEFORE, BEFORE + length);
  }

  private static Decoding open(List<Stored> chain, int link, int length, Scratches scratches) {
    Stored stored = chain.get(link);
    ByteBuffer bytes = ByteBuffer.wrap(stored.bytes);
    if (link % 2 == 0) { // as a store on disk gives them
      bytes = ByteBuffer.allocateDirect(stored.bytes.length + 1).position(1).put(bytes).flip();
      bytes.position(1);
    }
    return Decoder.open(
        stored.codec,
        bytes.asReadOnlyBuffer(),
        length,
        (name, count) -> open(chain, link - 1, count, scratches),
        scratches.take());
  }
}
