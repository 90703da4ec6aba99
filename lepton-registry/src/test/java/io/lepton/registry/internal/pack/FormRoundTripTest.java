package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.registry.internal.pack.Encoder.Base;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

@Label("Any bytes")
class FormRoundTripTest {
  private static final Set<Codec> SEEN = EnumSet.noneOf(Codec.class);

  /** How bytes can look to a coder. */
  enum Kind {
    NOISE,
    GAUSSIAN,
    SPECIAL,
    TEXT,
    CONSTANT
  }

  @AfterContainer
  static void allSeen() {
    // SEALED is put around these by SealedTest.
    assertThat(SEEN).isEqualTo(EnumSet.complementOf(EnumSet.of(Codec.SEALED)));
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 80),
        Arbitraries.integers().between(81, 5000),
        Arbitraries.integers()
            .between(70_000, 200_000)
            .withDistribution(net.jqwik.api.RandomDistribution.uniform()));
  }

  @Property(seed = "20261122", tries = 600)
  @Label("come back from any form, for any element size, length and payload of NaNs")
  void roundTrip(
      @ForAll Kind kind,
      @From("lengths") @ForAll int length,
      @ForAll Kind change,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] raw = bytes(kind, length, random);
    byte[] base = changed(raw, change, random);
    for (Grouping grouping : Grouping.values()) {
      assertBack(raw, grouping, List.of());
      Base other = new Base(Digest.of(base), 0, base);
      assertBack(raw, grouping, List.of(other));
    }
  }

  private static void assertBack(byte[] raw, Grouping grouping, List<Base> bases) {
    Encoded encoded = Encoder.encode(raw.clone(), raw.length, grouping, bases, new Buffers());
    SEEN.add(encoded.codec());
    if (encoded.codec() == Codec.DELTA) {
      SEEN.add(Delta.read(encoded.stored()).inner());
    }
    assertThat(encoded.stored().remaining()).isLessThanOrEqualTo(raw.length);
    byte[] back = new byte[raw.length + 5];
    ByteBuffer stored = encoded.stored();
    if (raw.length % 2 == 0) { // as a store on disk gives them
      stored = ByteBuffer.allocateDirect(stored.remaining()).put(stored.duplicate()).flip();
    }
    try (Scratch scratch = Scratch.take()) {
      Decoding decoding =
          Decoder.open(
              encoded.codec(),
              stored.asReadOnlyBuffer(),
              raw.length,
              (name, length) -> {
                assertThat(name).isEqualTo(encoded.base());
                return Decoding.of(bases.get(0).raw);
              },
              scratch);
      new Opened(ChunkForm.PLAIN, raw.length, decoding).decode(back, 2);
    }
    assertThat(Arrays.copyOfRange(back, 2, raw.length + 2)).isEqualTo(raw);
    assertThat(back[1] | back[raw.length + 2]).as("outside").isZero();
  }

  private static byte[] bytes(Kind kind, int length, Random random) {
    ByteBuffer bytes = ByteBuffer.allocate(length + 8).order(ByteOrder.LITTLE_ENDIAN);
    byte constant = (byte) random.nextInt();
    while (bytes.position() < length) {
      switch (kind) {
        case NOISE -> bytes.putInt(random.nextInt());
        case GAUSSIAN -> bytes.putFloat((float) (0.02 * random.nextGaussian()));
        case SPECIAL -> bytes.putInt(0x7F800000 | random.nextInt());
        case TEXT -> bytes.put((byte) ("etaoin ".charAt(random.nextInt(7))));
        default -> bytes.put(constant);
      }
    }
    return Arrays.copyOf(bytes.array(), length);
  }

  private static byte[] changed(byte[] from, Kind change, Random random) {
    byte[] to = from.clone();
    switch (change) {
      case NOISE -> random.nextBytes(to);
      case GAUSSIAN -> {
        for (int i = 0; i < to.length; i += 4) {
          to[i] ^= (byte) random.nextInt();
        }
      }
      case SPECIAL -> to[random.nextInt(to.length)] ^= 1;
      case TEXT -> {
        for (int i = 0; i < to.length; i += 1 + random.nextInt(200)) {
          to[i]++;
        }
      }
      default -> {
        for (int i = 0; i < to.length; i++) {
          to[i] ^= 3;
        }
      }
    }
    return to;
  }
}
