package io.lepton.registry.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A disk that keeps what was flushed")
class VolatileDiskTest {
  private final Machine machine = new Machine();
  private final VolatileDisk disk = new VolatileDisk(machine);
  private final VolatileFiles files = new VolatileFiles(disk);

  private static FileChannel create(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void write(FileChannel file, String text) throws IOException {
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String read(Path path) throws IOException {
    return Files.readString(path, StandardCharsets.ISO_8859_1);
  }

  private static void flush(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What a crash leaves of "kept" that was flushed, and "lost", "gone" that were not. */
  private Set<String> outcomes(Fault fault) throws IOException {
    Set<String> all = new TreeSet<>();
    for (int seed = 0; seed < 300; seed++) {
      Path file = files.path(fault + "-" + seed);
      try (FileChannel out = create(file)) {
        write(out, "kept");
        out.force(true);
        flush(files.path());
        write(out, "lost");
        write(out, "gone");
      }
      disk.crash(fault, seed);
      all.add(read(file).replace('\0', '_'));
    }
    return all;
  }

  @Test
  @DisplayName("drops, cuts, or reorders what was not")
  void writes() throws IOException {
    assertThat(outcomes(Fault.KILLED)).containsExactly("keptlostgone");
    assertThat(outcomes(Fault.DROPPED)).containsExactly("kept");
    assertThat(outcomes(Fault.TRUNCATED))
        .containsExactlyInAnyOrder(
            "kept",
            "keptl",
            "keptlo",
            "keptlos",
            "keptlost",
            "keptlostg",
            "keptlostgo",
            "keptlostgon",
            "keptlostgone");
    assertThat(outcomes(Fault.REORDERED))
        .contains("kept", "keptlost", "kept____gone", "keptlostgone", "kept____go", "keptlo__gone")
        .allMatch(text -> text.startsWith("kept"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DROPPED", "TRUNCATED", "REORDERED"})
  @DisplayName("may lose a name whose folder was not flushed, never one whose folder was")
  void names(Fault fault) throws IOException {
    int lost = 0;
    for (int seed = 0; seed < 100; seed++) {
      Path draft = files.path("draft" + seed);
      Path first = files.path("first" + seed);
      Path second = files.path("second" + seed);
      try (FileChannel out = create(draft)) {
        write(out, "all");
        out.force(true);
      }
      Files.createLink(first, draft);
      flush(files.path());
      Files.createLink(second, draft);
      Files.delete(draft);
      disk.crash(fault, seed);
      assertThat(read(first)).isEqualTo("all");
      lost += Files.exists(second) ? 0 : 1;
    }
    assertThat(lost)
        .isBetween(fault == Fault.DROPPED ? 100 : 0, fault == Fault.TRUNCATED ? 0 : 100);
  }

  @Test
  @DisplayName("loses for good what a failed flush was to write, whatever a later one says")
  void failedFlush() throws IOException {
    Path file = files.path("file");
    try (FileChannel out = create(file)) {
      flush(files.path());
      write(out, "lost");
      machine.plan(Fault.FAILS, 0);
      assertThatThrownBy(() -> out.force(true)).isInstanceOf(IOException.class);
      assertThat(machine.struck()).isTrue();
      machine.mend();
      out.force(true);
      assertThat(read(file)).isEqualTo("lost");
    }
    disk.crash(Fault.DROPPED, 1);
    assertThat(read(file)).isEmpty();
  }

  @Test
  @DisplayName("takes half of what no longer fits, and nothing after")
  void full() throws IOException {
    try (FileChannel out = create(files.path("file"))) {
      write(out, "fits");
      machine.plan(Fault.FULL, 0);
      assertThatThrownBy(() -> write(out, "doesnot")).hasMessageContaining("No space left");
      assertThatThrownBy(() -> create(files.path("other"))).hasMessageContaining("No space left");
      machine.mend();
    }
    assertThat(read(files.path("file"))).isEqualTo("fitsdoe");
    assertThatThrownBy(() -> read(files.path("other"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @DisplayName("does nothing for whom a crash ended, nor while the power is off")
  void ended() throws IOException {
    try (FileChannel out = create(files.path("file"))) {
      machine.plan(Fault.DROPPED, 1);
      write(out, "a");
      assertThatThrownBy(() -> write(out, "b")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> out.force(true)).isInstanceOf(IOException.class);
      disk.crash(Fault.DROPPED, 1);
      machine.mend();
      assertThatThrownBy(() -> write(out, "c")).hasMessageContaining("before the crash");
    }
    assertThat(Files.exists(files.path("file"))).isFalse();
  }
}
