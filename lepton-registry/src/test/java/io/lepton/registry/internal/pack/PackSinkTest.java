package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.registry.internal.pack.PackWriter.Item;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stream of entries into packs of 10,000 bytes, 3,000 of them held first,")
class PackSinkTest {
  private static final long HELD = 3_000;
  private static final long ROLL = 10_000;

  private final InMemoryBlobStore disk = new InMemoryBlobStore();
  private final Workers workers = new Workers();

  @AfterEach
  void close() {
    workers.close();
  }

  private PackSink sink(BlobStore blobs) {
    return new PackSink(blobs, workers, new Buffers(), HELD, ROLL);
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[500];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Item item(PackFormat.Kind kind, int seed) {
    byte[] bytes = bytes(seed);
    Digest name = Digest.of(bytes);
    return new Item(
        kind,
        name,
        bytes.length,
        ChunkForm.PLAIN.encode(
            name, bytes, bytes.length, Grouping.BYTES, List.of(), new Buffers()));
  }

  private static void add(PackSink sink, int from, int to) {
    for (int i = from; i < to; i++) {
      sink.add(item(PackFormat.Kind.CHUNK, i));
    }
  }

  private static List<AddPack> finish(PackSink sink, int manifest) {
    return sink.finish(item(PackFormat.Kind.MANIFEST, manifest));
  }

  private void assertHold(List<AddPack> packs, int from, int to, Integer... manifests) {
    List<Digest> expected = new ArrayList<>();
    for (int i = from; i < to; i++) {
      expected.add(Digest.of(bytes(i)));
    }
    for (int manifest : manifests) {
      expected.add(Digest.of(bytes(manifest)));
    }
    List<Digest> found = new ArrayList<>();
    for (AddPack pack : packs) {
      PackReader reader = PackReader.open(disk, pack.pack());
      assertThat(reader.entries().stream().map(reader::chunk).toList()).isEqualTo(pack.chunks());
      assertThat(disk.size(pack.pack())).isLessThan(ROLL * 3 / 2);
      pack.chunks().stream().map(Chunk::digest).forEach(found::add);
    }
    assertThat(found).isEqualTo(expected);
    assertThat(disk.list(""))
        .containsExactlyInAnyOrderElementsOf(packs.stream().map(AddPack::pack).toList());
  }

  @Test
  @DisplayName("makes one pack of a little, with the manifest, and makes it anew with another")
  void little() {
    try (PackSink sink = sink(disk)) {
      add(sink, 0, 4);
      assertThat(disk.list("")).isEmpty();
      assertHold(finish(sink, 100), 0, 4, 100);
      List<AddPack> again = finish(sink, 101);
      assertThat(again).hasSize(1);
      assertHold(again, 0, 4, 101);
    }
  }

  @Test
  @DisplayName("makes many of much, all whole and in order, and only the last anew")
  void much() {
    try (PackSink sink = sink(disk)) {
      add(sink, 0, 90);
      List<AddPack> first = finish(sink, 100);
      assertThat(first).hasSizeGreaterThan(4);
      assertHold(first, 0, 90, 100);
      List<AddPack> again = finish(sink, 101);
      assertHold(again, 0, 90, 101);
      assertThat(again.subList(0, again.size() - 1)).isEqualTo(first.subList(0, first.size() - 1));
      sink.discard();
      assertThat(disk.list("")).isEmpty();
    }
  }

  @Test
  @DisplayName("publishes all it was given so far, each time, little or much, and nothing twice")
  void publishes() {
    List<AddPack> all = new ArrayList<>();
    try (PackSink sink = sink(disk)) {
      int[] ends = {2, 30, 70, 71, 80, 80};
      int from = 0;
      for (int end : ends) {
        add(sink, from, end);
        all.addAll(sink.publish());
        assertHold(all, 0, end);
        from = end;
      }
    }
    assertHold(all, 0, 80);
  }

  @Test
  @DisplayName("is not finished when a pack could not be sealed in the background, and goes away")
  void failing() {
    FaultInjectingBlobStore probe = FaultInjectingBlobStore.over(new InMemoryBlobStore(), 1);
    try (PackSink sink = sink(probe)) {
      add(sink, 0, 90);
      finish(sink, 100);
    }
    int refused = 0;
    for (long at = 1; at <= probe.operations(); at += 3) {
      FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(disk, 8); // commits fail early
      blobs.failingAt(at, Kind.PERMANENT);
      try (PackSink sink = sink(blobs)) {
        assertThatThrownBy(
                () -> {
                  add(sink, 0, 90);
                  finish(sink, 100);
                })
            .as("operation %d", at)
            .isInstanceOf(StorageException.class);
        refused++;
        blobs.restore();
        sink.discard();
      }
      disk.list("").forEach(disk::delete); // a commit that failed may have happened
    }
    assertThat(refused).isGreaterThan(50);
  }
}
