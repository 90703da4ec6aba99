package io.lepton.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Categories or labels, held as codes into a dictionary. Immutable. */
public final class CategoricalColumn extends Column {
  private static final int MISSING = -1;

  private final ColumnType type;
  private final int[] codes;
  private final List<String> dictionary;

  private CategoricalColumn(String name, ColumnType type, int[] codes, List<String> dictionary) {
    super(name);
    this.type = type;
    this.codes = codes;
    this.dictionary = dictionary;
  }

  static CategoricalColumn of(String name, ColumnType type, @Nullable String[] values) {
    List<String> dictionary =
        List.copyOf(new TreeSet<>(Arrays.stream(values).filter(value -> value != null).toList()));
    Map<String, Integer> codeOf = new LinkedHashMap<>();
    dictionary.forEach(value -> codeOf.put(value, codeOf.size()));
    int[] codes = new int[values.length];
    for (int row = 0; row < codes.length; row++) {
      String value = values[row];
      codes[row] = value == null ? MISSING : codeOf.getOrDefault(value, MISSING);
    }
    return new CategoricalColumn(name, type, codes, dictionary);
  }

  @Override
  public ColumnType type() {
    return type;
  }

  @Override
  public int size() {
    return codes.length;
  }

  /**
   * How often each category comes, those that do not come left out.
   *
   * @return category to number of rows, sorted by category
   */
  public Map<String, Long> counts() {
    long[] counts = new long[dictionary.size()];
    for (int code : codes) {
      if (code != MISSING) {
        counts[code]++;
      }
    }
    Map<String, Long> result = new LinkedHashMap<>();
    for (int code = 0; code < counts.length; code++) {
      if (counts[code] > 0) {
        result.put(dictionary.get(code), counts[code]);
      }
    }
    return result;
  }

  /**
   * The categories that come in some row.
   *
   * @return sorted, without repeats
   */
  public List<String> categories() {
    return List.copyOf(counts().keySet());
  }

  @Override
  @Nullable Object raw(int row) {
    return codes[row] == MISSING ? null : dictionary.get(codes[row]);
  }

  @Override
  Column select(int[] rows) {
    int[] selected = Arrays.stream(rows).map(row -> codes[row]).toArray();
    return new CategoricalColumn(name(), type, selected, dictionary);
  }
}
