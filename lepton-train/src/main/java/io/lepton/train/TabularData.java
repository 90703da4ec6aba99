package io.lepton.train;

import io.lepton.data.Cleaning;
import io.lepton.data.CleaningReport;
import io.lepton.data.Column;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.EncodedColumn;
import io.lepton.data.Encoding;
import io.lepton.data.FittedCleaning;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import io.lepton.network.EmbedColumns;
import io.lepton.train.internal.TabularInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cleaned and encoded training data of a table. */
final class TabularData {
  private static final Logger LOG = LoggerFactory.getLogger(TabularData.class);

  final Dataset fitted;
  final TabularInput input;
  final CleaningReport report;
  final float[] inputs;
  final List<Integer> kept; // rows of the data that was brought

  private TabularData(FittedCleaning.Cleaned cleaned, TabularInput input, float[] inputs) {
    this.fitted = cleaned.data();
    this.input = input;
    this.report = cleaned.report();
    this.kept = cleaned.kept();
    this.inputs = inputs;
  }

  /**
   * Fits cleaning and encoding.
   *
   * @param known what was fitted before, to be used again; null to fit it
   * @param embedFrom columns of at least so many categories are embedded; 0 for none
   */
  static TabularData fit(
      Dataset train,
      Cleaning cleaning,
      @Nullable FittedCleaning known,
      UnknownCategory unknown,
      int embedFrom) {
    FittedCleaning fitted = known == null ? cleaning.fit(train) : known;
    FittedCleaning.Cleaned cleaned = fitted.applyToTraining(train);
    if (cleaned.data().rows() == 0) {
      throw new InvalidInputException("cleaning dropped every row of " + train.name());
    }
    Encoding encoding = Encoding.fit(cleaned.data());
    warnOfConstants(encoding, train.name());
    List<String> embedded = embedded(encoding, embedFrom);
    TabularInput input = new TabularInput(fitted, encoding, unknown, embedded);
    return new TabularData(cleaned, input, input.encoder().encode(cleaned.data().toRows()));
  }

  private static void warnOfConstants(Encoding encoding, String data) {
    for (EncodedColumn column : encoding.columns()) {
      boolean constant = column.type() == ColumnType.NUMERIC && column.scale() == 0;
      if (constant || column.categories().size() == 1) {
        LOG.warn(
            "column \"{}\" has a single value in {}; the model learns nothing from it",
            column.name(),
            data);
      }
    }
  }

  /** Other data as the model sees it, without the rows it can say nothing of. */
  Dataset cleaned(Dataset other) {
    Dataset cleaned = input.cleaning().apply(other).data();
    if (cleaned.rows() == 0) {
      throw new InvalidInputException("cleaning dropped every row of " + other.name());
    }
    return cleaned;
  }

  float[] encode(Dataset cleaned) {
    return input.encoder().encode(cleaned.toRows());
  }

  /** The tables of the embedded columns. */
  List<EmbedColumns.Table> tables(int size) {
    return input.embedded().stream()
        .map(name -> input.encoding().find(name).orElseThrow())
        .map(column -> Architectures.table(column.categories().size(), size))
        .toList();
  }

  /** Columns of at least so many categories; none for 0. */
  private static List<String> embedded(Encoding encoding, int from) {
    return encoding.columns().stream()
        .filter(c -> c.type() == ColumnType.CATEGORICAL)
        .filter(c -> from > 0 && c.categories().size() >= from)
        .map(EncodedColumn::name)
        .toList();
  }

  static void requireUsable(String kind, Dataset data, Schema schema) {
    if (!data.schema().equals(schema)) {
      throw new InvalidInputException(
          data.name()
              + " has other columns than the "
              + kind
              + " was defined for: "
              + difference(schema, data.schema()));
    }
    if (data.rows() == 0) {
      throw new InvalidInputException(data.name() + " has no rows; expected at least one");
    }
  }

  private static String difference(Schema expected, Schema found) {
    List<String> parts = new ArrayList<>();
    for (Schema.Field field : expected.fields()) {
      if (!found.fields().contains(field)) {
        String there =
            found.fields().stream()
                .filter(other -> other.name().equals(field.name()))
                .map(other -> " is " + other.type() + ", expected " + field.type())
                .findFirst()
                .orElse(" (" + field.type() + ") is missing");
        parts.add("\"" + field.name() + "\"" + there);
      }
    }
    Set<String> names =
        expected.fields().stream().map(Schema.Field::name).collect(Collectors.toSet());
    for (Schema.Field field : found.fields()) {
      if (!names.contains(field.name())) {
        parts.add("\"" + field.name() + "\" was not there");
      }
    }
    return parts.isEmpty() ? "they are in another order" : String.join(", ", parts);
  }

  /** Refuses columns no tabular model can take. */
  static void requireFeatures(String kind, List<Schema.Field> features) {
    if (features.isEmpty()) {
      throw new InvalidInputException("a " + kind + " needs at least one column to learn from");
    }
    for (Schema.Field field : features) {
      if (field.type() == ColumnType.TEXT || field.type() == ColumnType.LABEL) {
        throw new InvalidInputException(
            "column \""
                + field.name()
                + "\" is "
                + field.type()
                + ", which a "
                + kind
                + " cannot take; declare it otherwise or leave it out with without(\""
                + field.name()
                + "\")");
      }
    }
  }

  /** The table with one numeric column as its label, so that cleaning leaves it alone. */
  static Dataset withTarget(Dataset data, String target) {
    Column numbers = data.column(target);
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : data.schema().fields()) {
      fields.add(field.name().equals(target) ? new Schema.Field(target, ColumnType.LABEL) : field);
    }
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < data.rows(); row++) {
      int index = row;
      Object value =
          numbers
              .value(row)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          data.name()
                              + " row "
                              + index
                              + " has no value of the target \""
                              + target
                              + "\"; leave such rows out"));
      Map<String, Object> values = new LinkedHashMap<>(data.row(row).asMap());
      values.put(target, Double.toString((Double) value));
      rows.add(Row.of(values));
    }
    return Dataset.of(data.name(), new Schema(fields), rows);
  }

  /** The numbers of a label made by {@link #withTarget}. */
  static double[] targets(Dataset data) {
    return data.labels().stream().mapToDouble(Double::parseDouble).toArray();
  }
}
