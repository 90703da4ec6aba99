package io.lepton.train.internal;

import io.lepton.data.text.Vocabulary;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A text as ids of its tokens.
 *
 * @param name of the value in a row
 * @param length tokens of each text; shorter ones are padded, longer ones cut
 */
public record TextInput(String name, Vocabulary vocabulary, int length) implements RowInput {
  public TextInput {
    Objects.requireNonNull(name);
    Objects.requireNonNull(vocabulary);
    if (length < 1) {
      throw new InvalidInputException("texts of " + length + " tokens; expected at least 1");
    }
  }

  @Override
  public List<Signature.Field> fields() {
    return List.of(Signature.Field.scalar(name, Signature.Type.STRING));
  }

  @Override
  public int width() {
    return length;
  }

  @Override
  public InputEncoder encoder() {
    return rows -> {
      String[] texts = new String[rows.size()];
      for (int i = 0; i < texts.length; i++) {
        Row row = rows.get(i);
        InputEncoder.requireNames(row, "row " + i, Set.of(name));
        texts[i] = InputEncoder.text(row, name, "row " + i);
      }
      return vocabulary.batch(List.of(texts), length);
    };
  }
}
