package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A PostgreSQL catalogue that two processes write")
class PostgresRaceTest {
  private static final int SAVES = 25;
  private static final Ref MAIN = new Ref("m", Ref.Kind.BRANCH, "main");

  private static Catalog open(int port, String schema) {
    return PostgresCatalogs.open(TestServer.source(port), schema, 2, Duration.ofSeconds(30));
  }

  private static Process start(String schema, String name, Path output) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            PostgresRaceTest.class.getName(),
            Integer.toString(TestServer.port()),
            schema,
            name)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** The program of each process: saves on one branch, again where the other was faster. */
  public static void main(String[] args) {
    try (Catalog catalog = open(Integer.parseInt(args[0]), args[1])) {
      for (int i = 0; i < SAVES; i++) {
        VersionId id = new VersionId(Digest.of(args[2] + i));
        while (!saved(catalog, id, args[2])) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private static boolean saved(Catalog catalog, VersionId id, String author) {
    VersionId head = catalog.ref(MAIN).orElse(null);
    String pack = "packs/" + id.hex();
    Instant time = Instant.EPOCH;
    try {
      catalog.apply(
          List.of(
              new AddPack(pack, List.of(new Chunk(id.digest(), pack, 64, 1, 1, 0, null))),
              new AddVersion(
                  id,
                  "m",
                  head == null ? List.of() : List.of(head),
                  time,
                  author,
                  "",
                  List.of(id.digest())),
              new MoveRef(MAIN, head, id, time, author, "saved"),
              new AppendEvent("saves", id.hex(), time, "{}")));
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  @Test
  @DisplayName("loses nothing, numbers without a hole, and has one line of history")
  void race(@TempDir Path folder) throws Exception {
    String schema = TestServer.freshSchema();
    Process one = start(schema, "one", folder.resolve("one.txt"));
    Process two = start(schema, "two", folder.resolve("two.txt"));
    assertThat(one.waitFor()).as("%s", folder.resolve("one.txt")).isZero();
    assertThat(two.waitFor()).as("%s", folder.resolve("two.txt")).isZero();
    try (Catalog catalog = open(TestServer.port(), schema)) {
      List<VersionEntry> versions = catalog.versions("m");
      assertThat(versions)
          .extracting(VersionEntry::number)
          .isEqualTo(LongStream.rangeClosed(1, 2 * SAVES).boxed().toList());
      for (int i = 1; i < versions.size(); i++) {
        assertThat(versions.get(i).parents()).containsExactly(versions.get(i - 1).id());
      }
      assertThat(catalog.ref(MAIN)).contains(versions.get(2 * SAVES - 1).id());
      assertThat(catalog.history(MAIN)).hasSize(2 * SAVES);
      assertThat(catalog.events("saves", 0, 1000))
          .extracting(Catalog.Event::id)
          .isEqualTo(versions.stream().map(version -> version.id().hex()).toList());
    }
  }
}
