package io.lepton.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  private static final Schema SCHEMA =
      Schema.builder().numeric("age").categorical("city").label("risk").build();

  @TempDir Path folder;

  private CsvReader csv(String content) throws IOException {
    return csv(content, StandardCharsets.UTF_8);
  }

  private CsvReader csv(String content, Charset charset) throws IOException {
    return Dataset.csv(Files.writeString(folder.resolve("t.csv"), content, charset));
  }

  @Test
  void readsTheGermanCreditData() {
    Dataset data = GermanCredit.data();

    assertThat(data.rows()).isEqualTo(1000);
    assertThat(data.classCounts()).isEqualTo(Map.of("Bad", 300L, "Good", 700L));
    assertThat(data.schema().label()).contains("Class");
    assertThat(data.schema().field("Amount").type()).isEqualTo(ColumnType.NUMERIC);
    assertThat(data.schema().field("Purpose").type()).isEqualTo(ColumnType.CATEGORICAL);
    assertThat(data.row(1).get("Amount")).contains(5951.0);
    assertThat(data.row(1).get("Class")).isEmpty();
    assertThat(data.label(1)).isEqualTo("Bad");
    assertThat(data.duplicates().count()).isZero();
  }

  @Test
  void infersTypesFromAllValues() throws IOException {
    StringBuilder content = new StringBuilder("n,b,c,t\n");
    for (int i = 0; i < 150; i++) {
      content.append(i == 7 ? "" : -i * 1e-3).append(i % 2 == 0 ? ",TRUE," : ",false,");
      content.append("c").append(i % 5).append(",text ").append(i).append('\n');
    }

    Dataset data = csv(content.toString()).read();

    assertThat(data.schema().fields().stream().map(Schema.Field::type))
        .containsExactly(
            ColumnType.NUMERIC, ColumnType.BOOLEAN, ColumnType.CATEGORICAL, ColumnType.TEXT);
    assertThat(data.column("n").missingCount()).isEqualTo(1);
    assertThat(data.column("n").isMissing(7)).isTrue();
    assertThat(data.column("b").value(0)).contains(true);
  }

  @Test
  void letsInferenceBeOverridden() throws IOException {
    Dataset data =
        csv("id,zip,ok,note\n1,10115,1,x\n2,NA,no,y\n")
            .ignore("id")
            .categorical("zip")
            .bool("ok")
            .text("note")
            .missing("NA")
            .read();

    assertThat(data.schema())
        .isEqualTo(Schema.builder().categorical("zip").bool("ok").text("note").build());
    assertThat(data.row(0).asMap()).isEqualTo(Map.of("zip", "10115", "ok", true, "note", "x"));
    assertThat(data.row(1).asMap()).isEqualTo(Map.of("ok", false, "note", "y"));
  }

  @Test
  void readsQuotedCellsByteOrderMarksAndOtherSeparators() throws IOException {
    Dataset data = csv("\uFEFFa;b\r\n\"x;\r\n\"\"y\"\"\";1\r\nz;2\r\n").separator(';').read();

    assertThat(data.row(0).asMap()).isEqualTo(Map.of("a", "x;\r\n\"y\"", "b", 1.0));
    assertThat(data.rows()).isEqualTo(2);
  }

  @Test
  void takesAGivenSchemasColumnsInAnyOrder() throws IOException {
    Dataset data = csv("risk,city,age\nlow,Bonn,3\n").schema(SCHEMA).read();

    assertThat(data.schema()).isEqualTo(SCHEMA);
    assertThat(data.row(0).asMap()).isEqualTo(Map.of("age", 3.0, "city", "Bonn"));
  }

  @ParameterizedTest(name = "{1}")
  @DisplayName("names line and column of what is wrong against a schema")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          age,city,risk;1,Bonn,low;old,Bonn,low         | line 3, column "age" is "old"; expected a finite number
          age,city,risk;NaN,Bonn,low                    | line 2, column "age" is "NaN"
          age,city,risk;1e999,Bonn,low                  | line 2, column "age" is "1e999"
          age,city,risk;0x1p3,Bonn,low                  | line 2, column "age" is "0x1p3"
          age,city,risk;1,Bonn,                         | line 2, column "risk" has no label
          age,city,risk;1,Bonn                          | line 2 has 2 cells; the header has 3
          age,city,risk;1,"two;lines",low;1,2           | line 4 has 2 cells
          age,city,age;1,Bonn,2                         | line 1: column "age" comes twice
          age,,risk;1,Bonn,low                          | line 1: column 2 has no name
          age,risk;1,low                                | lacks "city"
          age,city,risk,x;1,Bonn,low,2                  | has unknown columns "x"
          age,town,risk;1,Bonn,low                      | lacks "city" and has unknown columns "town"; was the column renamed?
          age,city,risk                                 | has a header but no rows
          age,city,risk;"1,Bonn,low                     | line 2 is not CSV
          """)
  void namesLineAndColumn(String content, String message) throws IOException {
    CsvReader reader = csv(content.replace(';', '\n')).schema(SCHEMA);

    assertThatThrownBy(reader::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("t.csv")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void refusesAnEmptyFile(String content) throws IOException {
    CsvReader reader = csv(content);

    assertThatThrownBy(reader::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.csv");
  }

  @Test
  void refusesAColumnThatIsNotThere() throws IOException {
    assertThatThrownBy(csv("a,b\n1,2\n").label("Class")::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no column \"Class\"")
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(csv("a,b\n1,2\n").ignore("c")::read).hasMessageContaining("no column \"c\"");
  }

  @Test
  void refusesABooleanThatIsNone() throws IOException {
    assertThatThrownBy(csv("a,b\n1,2\n").bool("b")::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("line 2, column \"b\" is \"2\"");
  }

  @Test
  void saysThatAFileIsNotThereOrNotUtf8() throws IOException {
    assertThatThrownBy(Dataset.csv(folder.resolve("none.csv"))::read)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("none.csv");
    assertThatThrownBy(csv("a,b\nM\u00FCnchen,2\n", StandardCharsets.ISO_8859_1)::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void readsTextsFromATabSeparatedFileWithoutHeader() throws IOException {
    CsvReader reader =
        csv("ham\tHe said \"hi\nspam\tWIN, \"now\"\n")
            .header("class", "message")
            .separator('\t')
            .unquoted()
            .label("class")
            .text("message");

    Dataset data = reader.read();

    assertThat(data.labels()).containsExactly("ham", "spam");
    assertThat(((TextColumn) data.column("message")).texts())
        .containsExactly("He said \"hi", "WIN, \"now\"");
    assertThatThrownBy(csv("a\tb\nc\n").header("x", "y").separator('\t')::read)
        .hasMessageContaining("line 2 has 1 cells; the header has 2");
  }

  @Test
  void readsFilesPackedByGzip() throws IOException {
    Path packed = folder.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("age,risk\n1,low\n2,high\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(Dataset.csv(packed).read().fingerprint())
        .isEqualTo(csv("age,risk\n1,low\n2,high\n").read().fingerprint());
    byte[] whole = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(whole, whole.length - 5));
    assertThatThrownBy(Dataset.csv(packed)::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.csv.gz");
  }

  @Test
  void readsTheMessagesOfTheSpamCollection() {
    Dataset data = SmsSpam.data();

    assertThat(data.rows()).isEqualTo(5574);
    assertThat(data.classCounts()).isEqualTo(Map.of("ham", 4827L, "spam", 747L));
    assertThat(((TextColumn) data.column("message")).texts().get(1))
        .isEqualTo("Ok lar... Joking wif u oni...");
  }

  @Test
  void refusesATextThatIsMissing() throws IOException {
    Dataset data = csv("a,b\nx,1\n,2\n").text("a").read();

    assertThatThrownBy(() -> ((TextColumn) data.column("a")).texts())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 1, column \"a\" has no text");
  }
}
