package io.lepton.train.internal;

import io.lepton.data.CleaningRule;
import io.lepton.data.ColumnType;
import io.lepton.data.EncodedColumn;
import io.lepton.data.Encoding;
import io.lepton.data.FittedCleaning;
import io.lepton.data.UnknownCategory;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Columns of a table, cleaned and encoded; then, for each embedded column, the number of its
 * category from 1, or 0 for a missing or unknown one.
 *
 * @param embedded names of categorical columns, in the order of their codes
 */
public record TabularInput(
    FittedCleaning cleaning,
    Encoding encoding,
    UnknownCategory unknownCategory,
    List<String> embedded)
    implements RowInput {
  public TabularInput {
    Objects.requireNonNull(unknownCategory);
    embedded = List.copyOf(embedded);
    List<String> cleaned = cleaning.rules().stream().map(CleaningRule::column).toList();
    List<String> encoded = encoding.columns().stream().map(EncodedColumn::name).toList();
    if (!cleaned.equals(encoded)) {
      throw new InvalidInputException(
          "the cleaning is of columns " + cleaned + ", the encoding of " + encoded);
    }
    for (String name : embedded) {
      if (encoding.find(name).filter(c -> c.type() == ColumnType.CATEGORICAL).isEmpty()) {
        throw new InvalidInputException(
            "embedded column \"" + name + "\" is not a categorical one");
      }
    }
    if (embedded.stream().distinct().count() < embedded.size()) {
      throw new InvalidInputException("a column is embedded twice: " + embedded);
    }
  }

  @Override
  public List<Signature.Field> fields() {
    List<Signature.Field> fields = new ArrayList<>();
    for (CleaningRule rule : cleaning.rules()) {
      Signature.Type type =
          switch (rule.type()) {
            case NUMERIC -> Signature.Type.F64;
            case BOOLEAN -> Signature.Type.BOOLEAN;
            case CATEGORICAL, TEXT, LABEL -> Signature.Type.STRING;
          };
      Signature.Field field = Signature.Field.scalar(rule.column(), type);
      fields.add(rule.allowsMissing() ? field.optional() : field);
    }
    return fields;
  }

  /** Slots of the columns that are not embedded. */
  public int plainWidth() {
    return encoding.columns().stream()
        .filter(column -> !embedded.contains(column.name()))
        .mapToInt(EncodedColumn::width)
        .sum();
  }

  @Override
  public int width() {
    return plainWidth() + embedded.size();
  }

  @Override
  public RowEncoder encoder() {
    return new RowEncoder(this);
  }
}
