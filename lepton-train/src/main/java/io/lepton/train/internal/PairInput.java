package io.lepton.train.internal;

import io.lepton.data.UnknownCategory;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A user and an item as their numbers, from 1 in the order of the lists; 0 is for unknown ones.
 *
 * @param user name of the user's value in a row
 * @param item name of the item's value in a row
 * @param users known, sorted
 * @param items known, sorted
 * @param unknown whether unknown ones are refused
 */
public record PairInput(
    String user, String item, List<String> users, List<String> items, UnknownCategory unknown)
    implements RowInput {
  public PairInput {
    Objects.requireNonNull(unknown);
    users = sorted(user, users);
    items = sorted(item, items);
    if (user.equals(item)) {
      throw new InvalidInputException("users and items are both called \"" + user + "\"");
    }
  }

  private static List<String> sorted(String what, List<String> names) {
    if (names.isEmpty() || !names.stream().sorted().distinct().toList().equals(names)) {
      throw new InvalidInputException(
          "the " + names.size() + " values of \"" + what + "\" are none, not sorted, or repeated");
    }
    return List.copyOf(names);
  }

  @Override
  public List<Signature.Field> fields() {
    return List.of(
        Signature.Field.scalar(user, Signature.Type.STRING),
        Signature.Field.scalar(item, Signature.Type.STRING));
  }

  @Override
  public int width() {
    return 2;
  }

  /** From 1, or 0 for one that is not known. */
  public int userCode(String name) {
    return Math.max(0, Collections.binarySearch(users, name) + 1);
  }

  /** From 1, or 0 for one that is not known. */
  public int itemCode(String name) {
    return Math.max(0, Collections.binarySearch(items, name) + 1);
  }

  @Override
  public InputEncoder encoder() {
    Set<String> names = new LinkedHashSet<>(List.of(user, item));
    return rows -> {
      float[] inputs = new float[2 * rows.size()];
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        String where = "row " + i;
        InputEncoder.requireNames(row, where, names);
        String who = InputEncoder.text(row, user, where);
        String what = InputEncoder.text(row, item, where);
        inputs[2 * i] = known(userCode(who), user, who, where);
        inputs[2 * i + 1] = known(itemCode(what), item, what, where);
      }
      return inputs;
    };
  }

  private int known(int code, String column, String value, String where) {
    if (code == 0 && unknown == UnknownCategory.REFUSE) {
      throw new InvalidInputException(
          where
              + ", \""
              + column
              + "\": \""
              + value
              + "\" did not come in training. To predict all the same, train with"
              + " UnknownCategory.ENCODE_AS_ZEROS");
    }
    return code;
  }
}
