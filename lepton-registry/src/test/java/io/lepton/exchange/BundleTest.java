package io.lepton.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.NotFoundException;
import io.lepton.error.RetiredException;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.registry.Retirement;
import io.lepton.registry.TransferReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bundle of versions in one file")
class BundleTest {
  @TempDir Path temp;
  private ModelManager models;
  private ModelManager other;
  private Version v1;
  private Version v2;
  private Version v3;
  private Retirement certificate;
  private Path file;

  @BeforeEach
  void fill() {
    models = ModelManager.builder(temp.resolve("home")).author("ann").open();
    other = ModelManager.builder(temp.resolve("other")).author("bob").open();
    v1 = models.model("m").save(Snapshots.of(1)).evaluation(Snapshots.evaluation(0.7)).commit();
    v2 = models.model("m").save(Snapshots.of(2)).tag("t").commit();
    v3 = models.model("m").save(Snapshots.of(1)).message("as the first").commit();
    certificate = models.retire(v2).because("leaked");
    file = temp.resolve("m.zip");
    ModelExport.of(models).bundle("m").write(file);
  }

  @AfterEach
  void close() {
    models.close();
    other.close();
  }

  @Test
  @DisplayName("brings versions over under their ids, with history, evaluations, tags and records")
  void roundTrip() {
    try (Bundle bundle = ModelImport.bundle(file)) {
      assertThat(bundle.models()).containsExactly("m");
      assertThat(bundle.prerequisites()).isEmpty();
      TransferReport report = other.pull("m").everything().from(bundle);
      assertThat(report.versions()).containsExactly(v1.id(), v2.id(), v3.id());
    }
    assertThat(other.model("m").log()).containsExactly(v3, v2, v1);
    assertThat(other.model("m").version(3).message()).isEqualTo("as the first");
    assertThat(other.model("m").tag("t").version()).isEqualTo(v2);
    assertThat(other.evaluations(v1)).containsExactly(Snapshots.evaluation(0.7));
    assertThat(other.retirement(v2)).contains(certificate);
    assertThatThrownBy(() -> other.load(v2)).isInstanceOf(RetiredException.class);
    Snapshots.assertSame(other.load(v1), Snapshots.of(1));
    Snapshots.assertSame(other.load(v3), Snapshots.of(1));
    assertThat(other.verify().isSound()).isTrue();
  }

  @Test
  @DisplayName(
      "is a plain zip file, holds equal content once, and is the same for the same content")
  void layout() throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains("lepton-bundle.json", "versions/" + v1.id().hex() + "/weights.safetensors")
          .doesNotContain("versions/" + v3.id().hex() + "/weights.safetensors");
      assertThat(names.stream().filter(name -> name.startsWith("files/"))).hasSize(4);
    }
    Path again = temp.resolve("again.zip");
    ModelExport.of(models).bundle("m").write(again);
    assertThat(Files.mismatch(file, again)).isEqualTo(-1);
  }

  @Test
  @DisplayName("can leave out what the receiver has, which is then needed there")
  void since() {
    Version v4 = models.model("m").save(Snapshots.of(4)).commit();
    Path delta = temp.resolve("delta.zip");
    ModelExport.of(models).bundle("m").branch("main").since(v3).write(delta);
    try (Bundle all = ModelImport.bundle(file);
        Bundle rest = ModelImport.bundle(delta)) {
      assertThat(rest.prerequisites()).containsExactly(v3.id());
      assertThatThrownBy(() -> other.pull("m").from(rest))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining(v3.id().hex());
      other.pull("m").from(all);
      other.pull("m").from(rest);
    }
    assertThat(other.model("m").log()).containsExactly(v4, v3, v2, v1);
  }

  @Test
  @DisplayName("does not move a branch that went another way")
  void conflict() {
    Version mine = other.model("m").save(Snapshots.of(9)).commit();
    try (Bundle bundle = ModelImport.bundle(file)) {
      assertThatThrownBy(() -> other.pull("m").from(bundle)).isInstanceOf(ConflictException.class);
      assertThat(other.model("m").versions()).containsExactly(mine);
      other.pull("m").branch("main", "theirs").from(bundle);
      assertThat(other.model("m").branch("theirs").head()).isEqualTo(v3);
    }
  }

  @Test
  @DisplayName("may have been packed again by another tool")
  void deflated() throws IOException {
    byte[] packed = Zips.zip(Zips.unzip(Files.readAllBytes(file)), ZipEntry.DEFLATED);
    try (Bundle bundle = Zips.open(packed)) {
      other.pull("m").from(bundle);
    }
    Snapshots.assertSame(other.load(v3), Snapshots.of(1));
  }

  @Test
  @DisplayName("is refused when an entry is missing, changed, added, or named as no path may be")
  void entries() throws IOException {
    Map<String, byte[]> good = Zips.unzip(Files.readAllBytes(file));
    for (String name : good.keySet()) {
      Map<String, byte[]> less = new LinkedHashMap<>(good);
      less.remove(name);
      assertRefused(less, name.equals("lepton-bundle.json") ? name : "");
      Map<String, byte[]> changed = new LinkedHashMap<>(good);
      byte[] bytes = good.get(name).clone();
      if (bytes.length > 0) {
        bytes[bytes.length / 2] ^= 4;
        changed.put(name, bytes);
        assertRefused(changed, "");
      }
    }
    for (String name :
        List.of(
            "extra",
            "../x",
            "/etc/x",
            "a/../../x",
            "C:\\x",
            "a\\..\\x",
            "LEPTON-BUNDLE.json",
            "nul",
            "x/")) {
      Map<String, byte[]> more = new LinkedHashMap<>(good);
      more.put(name, new byte[0]);
      assertRefused(more, "test");
    }
    byte[] twice = Zips.zip(good, ZipEntry.STORED);
    String text = new String(twice, StandardCharsets.ISO_8859_1);
    String first = "versions/" + v1.id().hex() + "/manifest.json";
    String second = "versions/" + v2.id().hex() + "/manifest.json";
    assertThatThrownBy(
            () -> Zips.open(text.replace(second, first).getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("clashes");
  }

  private static void assertRefused(Map<String, byte[]> entries, String message) {
    for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
      assertThatThrownBy(() -> Zips.open(Zips.zip(entries, method)))
          .as("%s", entries.keySet())
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  @DisplayName("unpacks to no more than it claims, nor to more than a hundred times its size")
  void bombs() throws IOException {
    Map<String, byte[]> good = Zips.unzip(Files.readAllBytes(file));
    good.put("lepton-bundle.json", new byte[64 << 20]);
    byte[] bomb = Zips.zip(good, ZipEntry.DEFLATED);
    assertThatThrownBy(() -> Zips.open(bomb))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("100 times");
    // The directory lies: it claims 70,000 bytes for what unpacks to 80,000.
    Map<String, byte[]> one = new LinkedHashMap<>();
    one.put("lepton-bundle.json", new byte[80_000]);
    byte[] liar = Zips.zip(one, ZipEntry.DEFLATED);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i + 4 <= liar.length; i++) {
      if ((liar[i] & 0xff) == 0x80 && (liar[i + 1] & 0xff) == 0x38 && liar[i + 2] == 1) {
        liar[i] = 0x70;
        liar[i + 1] = 0x11;
        places.add(i);
      }
    }
    assertThat(places).as("where 80,000 stands").isNotEmpty();
    assertThatThrownBy(() -> Zips.open(liar))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("more than the 70000");
  }

  @Test
  @DisplayName("says too new when it is")
  void tooNew() throws IOException {
    Map<String, byte[]> good = Zips.unzip(Files.readAllBytes(file));
    String index = new String(good.get("lepton-bundle.json"), StandardCharsets.UTF_8);
    good.put(
        "lepton-bundle.json",
        index
            .replace("\"version\":1,\"versions\"", "\"version\":2,\"versions\"")
            .getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Zips.open(Zips.zip(good, ZipEntry.STORED)))
        .isInstanceOf(FormatTooNewException.class);
  }
}
