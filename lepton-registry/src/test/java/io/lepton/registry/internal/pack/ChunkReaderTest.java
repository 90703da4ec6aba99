package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.testkit.InMemoryBlobStore;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading a chunk")
class ChunkReaderTest {
  @Test
  @DisplayName("follows it through any number of moves by retirements")
  void follows() {
    byte[] content = {1, 2, 3, 4};
    Digest digest = Digest.of(ByteBuffer.wrap(content));
    Deque<Chunk> places = new ArrayDeque<>();
    for (String pack : List.of("a/1.pack", "a/2.pack", "a/3.pack", "a/4.pack")) {
      places.add(new Chunk(digest, pack, 0, content.length, content.length, 0, null));
    }
    BlobStore blobs = new InMemoryBlobStore();
    try (BlobStore.Writer writer = blobs.create("a/4.pack")) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit();
    }
    Catalog moving =
        (Catalog)
            Proxy.newProxyInstance(
                Catalog.class.getClassLoader(),
                new Class<?>[] {Catalog.class},
                (proxy, method, arguments) -> Map.of(digest, places.remove()));
    assertThat(new ChunkReader(blobs, moving, new Keyring(blobs, null)).read(digest, "w"))
        .isEqualTo(ByteBuffer.wrap(content));
    assertThat(places).isEmpty();
  }
}
