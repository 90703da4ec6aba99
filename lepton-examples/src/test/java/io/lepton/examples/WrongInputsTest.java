package io.lepton.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.registry.LocalBlobStore;
import io.lepton.registry.Model;
import io.lepton.registry.ModelManager;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Predictor;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.train.TabularClassifier;
import io.lepton.train.TrainedClassifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users get wrong and what happens to their disks, in one list: each is tried for real, and
 * the answer says what was asked, what was found and what to do. The modules' own tests go deeper.
 */
@DisplayName("A clear answer to")
class WrongInputsTest {
  private static final Schema SCHEMA =
      Schema.builder().numeric("age", "amount").categorical("purpose").label("class").build();
  private static final Row ROW = Row.of("age", 30, "amount", 1000, "purpose", "car");

  private static TrainedClassifier<Dataset> trained;
  private static Predictor predictor;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    trained = classifier().train(data(80));
    predictor = trained.predictor();
  }

  @AfterAll
  static void close() {
    predictor.close();
  }

  private static TabularClassifier classifier() {
    return TabularClassifier.define(SCHEMA, "class").hidden(4).epochs(3).seed(1);
  }

  private static Dataset data(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<Row> rows =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    ROW.with("age", random.nextInt(18, 80))
                        .with("amount", random.nextInt(100, 9000))
                        .with("purpose", random.nextBoolean() ? "car" : "house")
                        .with("class", i % 2 == 0 ? "Good" : "Bad"))
            .toList();
    return Dataset.of("loans", SCHEMA, rows);
  }

  private static void refused(
      Class<? extends LeptonException> type, ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessageContainingAll(parts);
  }

  private static void refusesRow(Row row, String... parts) {
    refused(InvalidInputException.class, () -> predictor.predict(List.of(ROW, row)), parts);
    assertThat(predictor.predict(List.of(ROW))).hasSize(1);
  }

  private Path home() {
    return folder.resolve("home");
  }

  private Version saved() {
    try (ModelManager models = ModelManager.open(home())) {
      Version version = models.model("credit").save(trained.snapshot()).tag("v1.0").commit();
      models.model("credit").alias("champion").moveTo(version).because("first");
      return version;
    }
  }

  @Nested
  @DisplayName("data: ")
  class Data {
    private void refusesFile(String csv, String... parts) throws IOException {
      Path file = folder.resolve("loans.csv");
      Files.writeString(file, csv);
      refused(InvalidInputException.class, () -> Dataset.csv(file).schema(SCHEMA).read(), parts);
    }

    @Test
    @DisplayName("a missing column, in a file and in a row")
    void missingColumn() throws IOException {
      refusesFile(
          "age,purpose,class\n30,car,Good\n",
          "loans.csv line 1",
          "lacks \"amount\"",
          "expected the columns of the schema");
      refusesRow(
          Row.of("age", 30, "purpose", "car"), "row 1 lacks a value for \"amount\"", "requires");
    }

    @Test
    @DisplayName("an extra column, in a file and in a row")
    void extraColumn() throws IOException {
      refusesFile(
          "age,amount,purpose,class,city\n30,1,car,Good,Ulm\n",
          "unknown columns \"city\"",
          "expected the columns of the schema");
      refusesRow(
          ROW.with("city", "Ulm"), "row 1", "[city]", "the model takes [age, amount, purpose]");
    }

    @Test
    @DisplayName("a renamed column, in a file and in a row")
    void renamedColumn() throws IOException {
      refusesFile(
          "age,sum,purpose,class\n30,1,car,Good\n",
          "lacks \"amount\"",
          "\"sum\"",
          "was the column renamed?");
      refusesRow(
          Row.of("age", 30, "sum", 1000, "purpose", "car"),
          "[sum]",
          "lacks [amount], was a column renamed?",
          "the model takes");
    }

    @Test
    @DisplayName("a value of the wrong type, in a file and in a row")
    void wrongType() throws IOException {
      refusesFile(
          "age,amount,purpose,class\n30,1,car,Good\nold,1,car,Good\n",
          "loans.csv line 3",
          "\"age\"",
          "\"old\"",
          "number");
      refusesRow(
          ROW.with("age", "old"), "row 1, column \"age\" is the text \"old\"", "expected a number");
    }

    @Test
    @DisplayName("a category that did not come in training")
    void unknownCategory() {
      refusesRow(
          ROW.with("purpose", "yacht"),
          "row 1, column \"purpose\": category \"yacht\"",
          "known are [car, house]",
          "UnknownCategory.ENCODE_AS_ZEROS");
    }

    @Test
    @DisplayName("no data: an empty file, a header alone, no rows to train on")
    void empty() throws IOException {
      refusesFile("", "loans.csv is empty", "expected a header line and rows");
      refusesFile("age,amount,purpose,class\n", "a header but no rows");
      refused(
          InvalidInputException.class,
          () -> classifier().train(data(80).select()),
          "loans has no rows",
          "expected at least one");
    }

    @Test
    @DisplayName("one class only")
    void oneClass() {
      Dataset all = data(80);
      refused(
          InvalidInputException.class,
          () -> classifier().train(all.selectIf(row -> all.label(row).equals("Good"))),
          "only one class, {Good=40}",
          "at least two");
    }
  }

  @Nested
  @DisplayName("names: ")
  class Names {
    @Test
    @DisplayName("a version name that is taken")
    void duplicateName() {
      Version first = saved();
      try (ModelManager models = ModelManager.open(home())) {
        Model model = models.model("credit");
        refused(
            AlreadyExistsException.class,
            () -> model.save(trained.snapshot()).tag("v1.0").commit(),
            "v1.0",
            "points at " + first,
            "choose another name");
        assertThat(model.versions()).containsExactly(first);
      }
    }

    @Test
    @DisplayName("an alias that does not exist")
    void unknownAlias() {
      saved();
      try (ModelManager models = ModelManager.open(home())) {
        refused(
            NotFoundException.class,
            () -> models.model("credit").alias("chamption").version(),
            "chamption",
            "of credit; aliases: [champion]");
      }
    }
  }

  @Test
  @DisplayName("weights that are NaN or infinite: allowed, and kept to the bit")
  void specialWeights() {
    int[] bits = {0x7FC00000, 0x7F800001, 0xFFC12345, 0x7F800000, 0xFF800000, 0x80000000};
    ByteBuffer buffer = ByteBuffer.allocate(4 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(bits).forEach(buffer::putInt);
    Tensor tensor = Tensor.of(DType.F32, Shape.of(bits.length), ByteSource.of(buffer.flip()));
    ModelSnapshot snapshot =
        ModelSnapshot.builder("any/1").weights(Weights.builder().put("w", tensor).build()).build();
    try (ModelManager models = ModelManager.open(home())) {
      models.model("odd").save(snapshot).commit();
    }
    try (ModelManager models = ModelManager.open(home())) {
      ByteBuffer back =
          models.load(models.model("odd").version(1)).weights().get("w").bytes().readAll();
      assertThat(IntStream.generate(back::getInt).limit(bits.length)).containsExactly(box(bits));
    }
  }

  private static Integer[] box(int... values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  @Nested
  @DisplayName("a store damaged behind our back: ")
  class Damaged {
    private Path pack() throws IOException {
      try (Stream<Path> files = Files.walk(home().resolve("packs"))) {
        return files.filter(file -> file.toString().endsWith(".pack")).findAny().orElseThrow();
      }
    }

    private void unreadable(String... parts) throws IOException {
      try (ModelManager models = ModelManager.open(home())) {
        refused(
            CorruptDataException.class,
            () ->
                models
                    .load(models.model("credit").version("champion"))
                    .weights()
                    .asMap()
                    .values()
                    .forEach(Tensor::digest),
            parts);
        assertThat(models.verify().isSound()).isFalse();
      }
    }

    @Test
    @DisplayName("a deleted pack")
    void deletedPack() throws IOException {
      saved();
      String name = pack().getFileName().toString();
      Files.delete(pack());
      unreadable(name, "the pack is missing");
    }

    @Test
    @DisplayName("a truncated pack")
    void truncatedPack() throws IOException {
      saved();
      Files.write(pack(), Arrays.copyOf(Files.readAllBytes(pack()), 60));
      unreadable(pack().getFileName().toString(), "expected", "found the pack cut short at 60");
    }

    @Test
    @DisplayName("a flipped bit")
    void flippedBit() throws IOException {
      saved();
      byte[] bytes = Files.readAllBytes(pack());
      bytes[16 + 56 + 3] ^= 1; // after the headers of pack and first tensor
      Files.write(pack(), bytes);
      unreadable(pack().getFileName() + " at 72", "tensor \"", "expected", "found");
    }

    @Test
    @DisplayName("a catalogue from a newer format")
    void newerCatalogue() throws Exception {
      saved();
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + home().resolve("catalog.db"));
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA user_version = 99");
      }
      refused(
          FormatTooNewException.class,
          () -> ModelManager.open(home()),
          "catalog.db has schema version 99",
          "this Lepton knows up to 3",
          "use the newer Lepton");
    }
  }

  @Nested
  @DisplayName("a disk that refuses: ")
  class Disk {
    private FaultInjectingBlobStore blobs() {
      BlobStore packs = LocalBlobStore.open(home().resolve("packs"));
      return FaultInjectingBlobStore.over(packs, 1);
    }

    /** A save is refused, changes nothing, and works when the disk does again. */
    private void refusesSave(FaultInjectingBlobStore blobs, Runnable fault, String... parts) {
      try (ModelManager models = ModelManager.builder(home()).blobs(blobs).open()) {
        Model model = models.model("credit");
        Version first = model.version(1);
        fault.run();
        assertThatThrownBy(() -> model.save(trained.snapshot()).commit())
            .isInstanceOf(StorageException.class)
            .hasMessageContainingAll(parts)
            .satisfies(
                e ->
                    assertThat(((StorageException) e).kind())
                        .isEqualTo(StorageException.Kind.PERMANENT));
        blobs.restore();
        assertThat(model.versions()).containsExactly(first);
        assertThat(models.verify().isSound()).isTrue();
        assertThat(model.save(trained.snapshot()).commit().number()).isEqualTo(2);
      }
    }

    @Test
    @DisplayName("a read-only directory (simulated)")
    void readOnly() {
      saved();
      FaultInjectingBlobStore blobs = blobs();
      refusesSave(blobs, () -> blobs.failing(StorageException.Kind.PERMANENT, 1), ".pack", "fails");
    }

    @Test
    @DisplayName("a full disk (simulated)")
    void full() {
      saved();
      FaultInjectingBlobStore blobs = blobs();
      refusesSave(
          blobs, () -> blobs.fullAfter(100), "no space left on device", ".pack", "are free");
    }

    @Test
    @DisplayName("a folder that cannot be written (a file is where the packs were)")
    void notWritable() throws IOException {
      saved();
      Files.move(home().resolve("packs"), folder.resolve("packs"));
      Files.writeString(home().resolve("packs"), "in the way");
      refused(
          StorageException.class,
          () -> ModelManager.open(home()),
          "cannot open the blobs in " + home().resolve("packs"));
      Files.delete(home().resolve("packs"));
      Files.move(folder.resolve("packs"), home().resolve("packs"));
      try (ModelManager models = ModelManager.open(home())) {
        assertThat(models.verify().isSound()).isTrue();
      }
    }
  }
}
