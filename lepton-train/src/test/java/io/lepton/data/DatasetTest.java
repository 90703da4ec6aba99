package io.lepton.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.DataReference;
import io.lepton.model.Row;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Schema SCHEMA =
      Schema.builder().numeric("n").bool("b").categorical("c").text("t").label("y").build();
  private static final Dataset DATA =
      Dataset.of(
          "small",
          SCHEMA,
          List.of(
              Row.of("n", 1.5, "b", true, "c", "ü", "t", "long", "y", "yes"),
              Row.of("y", "no"),
              Row.of("n", 1.5, "b", true, "c", "ü", "t", "long", "y", "yes")));

  @Test
  void keepsMissingValuesApart() {
    assertThat(DATA.row(1).asMap()).isEmpty();
    assertThat(DATA.columns()).allMatch(c -> c.isMissing(1) == (c.type() != ColumnType.LABEL));
    assertThat(DATA.labels()).containsExactly("yes", "no", "yes");
    assertThat(((NumericColumn) DATA.column("n")).present()).containsExactly(1.5, 1.5);
    assertThat(((BooleanColumn) DATA.column("b")).trueCount()).isEqualTo(2);
  }

  @Test
  void hasTheFingerprintItDocuments() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream form = new DataOutputStream(bytes);
    form.writeBytes("lepton-dataset/1\n");
    form.writeInt(2);
    form.writeLong(2);
    text(form, "n");
    text(form, "NUMERIC");
    form.writeByte(1);
    form.writeDouble(1.5);
    form.writeByte(0);
    text(form, "y");
    text(form, "LABEL");
    form.writeByte(1);
    text(form, "yes");
    form.writeByte(1);
    text(form, "nö");
    Dataset data =
        Dataset.of(
            "any",
            Schema.builder().numeric("n").label("y").build(),
            List.of(Row.of("n", 1.5, "y", "yes"), Row.of("y", "nö")));

    assertThat(data.fingerprint()).isEqualTo(Digest.of(bytes.toByteArray()));
    assertThat(data.reference("x")).isEqualTo(new DataReference("x", data.fingerprint(), 2));
  }

  private static void text(DataOutputStream form, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    form.writeInt(utf8.length);
    form.write(utf8);
  }

  @Test
  void hasAFingerprintOfContentAlone() {
    Dataset credit = GermanCredit.data();
    int[] all = IntStream.range(0, credit.rows()).toArray();

    assertThat(credit.select(all).named("other").fingerprint()).isEqualTo(credit.fingerprint());
    assertThat(DATA.select(0, 1).fingerprint()).isNotEqualTo(DATA.select(1, 0).fingerprint());
    assertThat(DATA.select(0).fingerprint()).isNotEqualTo(DATA.select(1).fingerprint());
    assertThat(DATA.select(0).fingerprint()).isEqualTo(DATA.select(2).fingerprint());
    assertThat(DATA.without("n").fingerprint()).isNotEqualTo(DATA.without("b").fingerprint());
    // Selecting keeps the dictionary of the whole; the content decides.
    assertThat(DATA.select(1).classCounts().keySet()).containsExactly("no");
  }

  @Test
  void findsDuplicateRows() {
    assertThat(DATA.duplicates().groups()).containsExactly(List.of(0, 2));
    assertThat(DATA.duplicates().count()).isEqualTo(1);
    assertThat(DATA.duplicates()).hasToString("1 duplicate rows in 1 groups, such as [0, 2]");
    assertThat(DATA.select(0, 1).duplicates()).hasToString("no duplicate rows");
  }

  @Test
  void refusesRowsThatDoNotFitTheSchema() {
    refuses("row 0, column \"n\" is the text \"old\"", Row.of("n", "old", "y", "no"));
    refuses("row 0, column \"n\" is NaN", Row.of("n", Double.NaN, "y", "no"));
    refuses("row 0, column \"n\" is Infinity", Row.of("n", Double.POSITIVE_INFINITY, "y", "no"));
    refuses("row 0, column \"b\" is 1.0; expected true or false", Row.of("b", 1, "y", "no"));
    refuses("row 0, column \"c\" is true; expected text", Row.of("c", true, "y", "no"));
    refuses("row 0 has a column \"z\"", Row.of("z", 1, "y", "no"));
    refuses("row 0, column \"y\" has no label", Row.of("n", 1));
  }

  private static void refuses(String message, Row row) {
    assertThatThrownBy(() -> Dataset.of("x", SCHEMA, List.of(row)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> DATA.column("z"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[n, b, c, t, y]");
    assertThatThrownBy(() -> DATA.without("y").labels())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("small has no label");
    assertThatThrownBy(() -> Schema.builder().numeric("a").text("a").build())
        .hasMessageContaining("\"a\" comes twice");
    assertThatThrownBy(() -> Schema.builder().label("a").label("b").build())
        .hasMessageContaining("[a, b]");
  }
}
