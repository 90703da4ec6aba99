package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Elements in registers are")
class InterleaveTest {
  private static final int[] COUNTS = {1, 7, 8, 9, 64, 1003, 4096, 12_301};
  private final Random random = new Random(5);

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIRS", "QUADS", "OCTETS", "TURNED_PAIRS"})
  @DisplayName("grouped as one by one, and come back")
  void grouped(Grouping grouping) {
    int width = grouping.width();
    for (int count : COUNTS) {
      byte[] elements = noise(count * width);
      byte[] planes = new byte[count * width];
      Interleave.split(elements, grouping, count, planes, new Lanes());
      for (int i = 0; i < count; i++) {
        BigInteger element = element(elements, i, width);
        if (grouping.isTurned()) {
          int bits = 8 * width;
          element = element.shiftLeft(1).or(element.shiftRight(bits - 1)).mod(modulus(width));
        }
        for (int p = 0; p < width; p++) {
          assertThat(planes[p * count + i]).isEqualTo(element.shiftRight(8 * p).byteValue());
        }
      }
      assertThat(joined(planes, grouping, null)).isEqualTo(elements);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIRS", "QUADS", "OCTETS"})
  @DisplayName("stepped from a base as whole numbers are, zigzag")
  void stepped(Grouping grouping) {
    int width = grouping.width();
    for (int count : COUNTS) {
      byte[] base = noise(count * width);
      byte[] chunk = noise(count * width);
      byte[] steps = new byte[count * width];
      Steps.between(base, chunk, steps.length, width, steps);
      for (int i = 0; i < count; i++) {
        BigInteger step =
            element(chunk, i, width).subtract(element(base, i, width)).mod(modulus(width));
        boolean down = step.testBit(8 * width - 1);
        BigInteger signed = down ? step.subtract(modulus(width)) : step;
        BigInteger zigzag = signed.shiftLeft(1).xor(BigInteger.valueOf(down ? -1 : 0));
        assertThat(element(steps, i, width)).isEqualTo(zigzag);
      }
      byte[] planes = new byte[count * width];
      Interleave.split(steps, grouping, count, planes, new Lanes());
      assertThat(joined(planes, grouping, base)).isEqualTo(chunk);
    }
  }

  private static byte[] joined(byte[] planes, Grouping grouping, byte @Nullable [] base) {
    int width = grouping.width();
    ByteBuffer stored = ByteBuffer.allocate(1 + 5 * width + planes.length);
    stored.order(ByteOrder.LITTLE_ENDIAN).put((byte) width);
    for (int p = 0; p < width; p++) {
      stored.put(Planes.RAW).putInt(planes.length / width);
    }
    byte[] out = new byte[planes.length];
    Decoding before = base == null ? null : Decoding.of(base);
    try (Scratch scratch = Scratch.take()) {
      Decoding decoding =
          new PlaneTiles(
              stored.put(planes).flip(), grouping.isTurned(), out.length, before, scratch);
      new Opened(ChunkForm.PLAIN, out.length, decoding).decode(out, 0);
    }
    return out;
  }

  private static BigInteger modulus(int width) {
    return BigInteger.ONE.shiftLeft(8 * width);
  }

  private static BigInteger element(byte[] bytes, int index, int width) {
    ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    eight.put(bytes, index * width, width).clear();
    return new BigInteger(Long.toUnsignedString(eight.getLong()));
  }
}
