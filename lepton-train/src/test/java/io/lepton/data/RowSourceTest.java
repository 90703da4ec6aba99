package io.lepton.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowSourceTest {
  private static final Schema SCHEMA =
      Schema.builder().numeric("n").categorical("c").bool("b").text("t").label("y").build();

  @TempDir Path folder;

  private CsvReader csv(String content) throws IOException {
    return Dataset.csv(Files.writeString(folder.resolve("s.csv"), content)).schema(SCHEMA);
  }

  private static String rows(int count) {
    StringBuilder content = new StringBuilder("y,n,c,b,t\n");
    for (int i = 0; i < count; i++) {
      content.append(i % 2 == 0 ? "yes," : "no,").append(i % 7 == 0 ? "" : i / 8.0).append(",c");
      content.append(i % 3).append(i % 5 == 0 ? ",," : ",true,").append("\"text, ").append(i);
      content.append("\"\n");
    }
    return content.toString();
  }

  @Test
  void aStreamHasTheFingerprintOfTheSameDataInMemory() throws IOException {
    CsvReader reader = csv(rows(5000)); // texts fill more than one buffer
    Dataset whole = reader.read();

    RowSource source = reader.source();

    assertThat(source.reference("train")).isEqualTo(whole.reference("train"));
    assertThat(source.fingerprint()).isEqualTo(source.fingerprint());
    assertThat(source.read().fingerprint()).isEqualTo(whole.fingerprint());
  }

  @Test
  void batchesHoldAllRowsInOrder() throws IOException {
    CsvReader reader = csv(rows(1003));
    Dataset whole = reader.read();
    List<Integer> sizes = new ArrayList<>();
    List<String> labels = new ArrayList<>();

    reader
        .source()
        .forEachBatch(
            100,
            batch -> {
              sizes.add(batch.rows());
              labels.addAll(batch.labels());
              assertThat(batch.schema()).isEqualTo(SCHEMA);
            });

    assertThat(sizes).hasSize(11).endsWith(100, 3);
    assertThat(labels).isEqualTo(whole.labels());
  }

  @Test
  void reusesNoStateOfTheReader() throws IOException {
    CsvReader reader = csv(rows(10));
    RowSource source = reader.source();

    reader.separator(';').named("other").header("x");

    assertThat(source.read().rows()).isEqualTo(10);
    assertThat(source.name()).isEqualTo("s.csv");
  }

  /** Rows without an end in memory: a cursor that counts how far it was asked to go. */
  private record Counted(long rows, AtomicLong asked) implements RowSource {
    @Override
    public String name() {
      return "counted";
    }

    @Override
    public Schema schema() {
      return Schema.builder().numeric("n").build();
    }

    @Override
    public RowCursor open() {
      AtomicLong at = new AtomicLong(-1);
      return new RowCursor() {
        @Override
        public boolean next() {
          return at.incrementAndGet() < rows && asked.incrementAndGet() > 0;
        }

        @Override
        public Object value(int column) {
          return (double) at.get();
        }

        @Override
        public String where() {
          return "row " + at;
        }

        @Override
        public void close() {
          asked.set(-1);
        }
      };
    }
  }

  @Test
  void readsNoFurtherThanOneRowAheadOfTheBatch() {
    AtomicLong read = new AtomicLong();
    RowSource endless = new Counted(Long.MAX_VALUE, read);

    try (Batches batches = endless.batches(64)) {
      assertThat(batches.next().rows()).isEqualTo(64);
      assertThat(read).hasValue(65);
      batches.next();
      assertThat(read).hasValue(129);
    }

    assertThat(read).as("closed").hasValue(-1);
    assertThatThrownBy(() -> endless.batches(0)).isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          y,n,c,b,t;yes,1,c,true,x;no,2           | s.csv line 3 has 2 cells; the header has 5
          y,n,c,b,t;yes,1,c,true,"x;no,2,d,true,x | s.csv line 2 is not CSV
          y,n,c,b,t;yes,one,c,true,x              | s.csv line 2, column "n" is "one"; expected a finite
          y,n,c,b,t;yes,1,c,2,x                   | s.csv line 2, column "b" is "2"
          y,n,c,b,t;,1,c,true,x                   | s.csv line 2, column "y" has no label
          y,n,c,b;yes,1,c,true                    | lacks "t"
          """)
  void saysWhereAStreamIsBroken(String content, String message) throws IOException {
    RowSource source = csv(content.replace(';', '\n')).source();

    for (Runnable use :
        List.<Runnable>of(
            source::read, source::fingerprint, () -> source.forEachBatch(2, b -> {}))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void needsASchemaAndAFile() {
    assertThatThrownBy(() -> Dataset.csv(folder.resolve("x.csv")).source())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("needs a schema");
    assertThatThrownBy(() -> Dataset.csv(folder.resolve("x.csv")).schema(SCHEMA).source().read())
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void takesCellsThatDoNotParseForMissingAndReportsThem() throws IOException {
    String content = "y,n,c,b,t\nyes,1,c,true,x\nno,n/a,c,maybe,x\nno,1e999,c,no,x\nno,,c,,x\n";

    CsvReader.Read read = csv(content).unparsable(Unparsable.AS_MISSING).readWithReport();

    assertThat(read.data().column("n").missingCount()).isEqualTo(3);
    assertThat(read.data().column("b").missingCount()).isEqualTo(2);
    assertThat(read.errors().count()).isEqualTo(3);
    assertThat(read.errors())
        .hasToString(
            """
            s.csv: 3 cells taken for missing
              n: 2 not NUMERIC  (line 3: "n/a"; line 4: "1e999")
              b: 1 not BOOLEAN  (line 3: "maybe")\
            """
                .replace("\n", System.lineSeparator()));
    assertThat(csv("y,n,c,b,t\nyes,1,c,true,x\n").readWithReport().errors())
        .hasToString("s.csv: every cell parsed");
    assertThatThrownBy(csv(content)::read).hasMessageContaining("line 3, column \"n\" is \"n/a\"");
  }
}
