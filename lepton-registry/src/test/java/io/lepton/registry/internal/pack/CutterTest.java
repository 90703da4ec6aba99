package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Cutting by content")
class CutterTest {
  private static final int LEAST = 1 << 16;
  private static final int MOST = 1 << 20;

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Set<Digest> chunks(List<Integer> lengths, byte[] content) {
    Set<Digest> chunks = new HashSet<>();
    int at = 0;
    for (int length : lengths) {
      chunks.add(Digest.of(Arrays.copyOfRange(content, at, at + length)));
      at += length;
    }
    return chunks;
  }

  private static byte[] edited(byte[] content, int at, byte[] insert, int delete) {
    byte[] result = new byte[content.length + insert.length - delete];
    System.arraycopy(content, 0, result, 0, at);
    System.arraycopy(insert, 0, result, at, insert.length);
    System.arraycopy(
        content, at + delete, result, at + insert.length, content.length - at - delete);
    return result;
  }

  @Test
  @DisplayName("cuts where another implementation of the same rules, in Python, cuts")
  void golden() {
    byte[] content = new byte[3_200_000];
    for (int i = 0; i < content.length / Digest.BYTES; i++) {
      System.arraycopy(
          Digest.of("content " + i).toBytes(), 0, content, i * Digest.BYTES, Digest.BYTES);
    }
    assertThat(Cutter.files().cut(ByteSource.of(content)))
        .containsExactly(
            497185, 264697, 430052, 171965, 384060, 417691, 290578, 295207, 166097, 282468);
  }

  @Test
  @DisplayName("keeps its bounds and loses no byte, whatever the size and content")
  void bounds() {
    Random random = new Random(3);
    Cutter small = new Cutter(64, 8, 1024);
    for (int i = 0; i < 2000; i++) {
      int size = random.nextInt(i % 10 == 0 ? 100_000 : 3000);
      byte[] content = new byte[size];
      if (i % 3 > 0) {
        random.nextBytes(content);
      }
      if (i % 3 == 1) {
        for (int k = 0; k < size; k++) {
          content[k] &= 3; // few different bytes, as in text
        }
      }
      List<Integer> lengths = small.cut(ByteSource.of(content));
      assertThat(lengths.stream().mapToInt(n -> n).sum()).isEqualTo(size);
      for (int k = 0; k < lengths.size(); k++) {
        int least = k == lengths.size() - 1 ? 1 : 64;
        assertThat(lengths.get(k)).isBetween(least, 1024);
      }
    }
    for (int size : new int[] {0, 1, LEAST - 1, LEAST, LEAST + 1, MOST, MOST + 1}) {
      List<Integer> lengths = Cutter.files().cut(ByteSource.of(new byte[size]));
      assertThat(lengths.stream().mapToInt(n -> n).sum()).as("%d zeros", size).isEqualTo(size);
    }
    assertThat(Cutter.files().cut(ByteSource.of(new byte[0]))).isEmpty();
  }

  @Test
  @DisplayName("gives chunks of about 256 KiB on random bytes")
  void mean() {
    List<Integer> lengths = Cutter.files().cut(ByteSource.of(random(1, 64 << 20)));
    assertThat((64 << 20) / lengths.size()).isBetween(200 << 10, 330 << 10);
  }

  @Test
  @DisplayName("finds nearly all again after bytes were put in or taken out near the front")
  void shifted() {
    byte[] before = random(2, 16 << 20);
    Set<Digest> known = chunks(Cutter.files().cut(ByteSource.of(before)), before);
    Random random = new Random(5);
    for (int edit = 0; edit < 12; edit++) {
      int at = random.nextInt(200_000);
      byte[] insert = edit % 2 == 0 ? random(edit, 1 + random.nextInt(5000)) : new byte[0];
      int delete = edit % 2 == 0 ? 0 : 1 + random.nextInt(5000);
      byte[] after = edited(before, at, insert, delete);
      Set<Digest> fresh = chunks(Cutter.files().cut(ByteSource.of(after)), after);
      fresh.removeAll(known);
      assertThat(fresh).as("new chunks of %d", known.size()).hasSizeBetween(1, 4);
    }
  }

  @Test
  @DisplayName("does not depend on how the bytes are handed over")
  void pieces() {
    byte[] content = random(6, 3 << 20);
    ByteSource whole = ByteSource.of(content);
    byte[] longer = edited(content, 0, random(7, 12345), 0);
    ByteSource part = ByteSource.of(Arrays.copyOfRange(longer, 12345, longer.length));
    assertThat(Cutter.files().cut(part)).isEqualTo(Cutter.files().cut(whole));
  }
}
