package io.lepton.card;

import io.lepton.model.DataReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data as the store knows it, as people describe it, or both.
 *
 * @param name of the data
 * @param reference what the store knows, or null
 * @param description what people say, or null
 */
record DataSet(String name, @Nullable DataReference reference, @Nullable CardData description) {

  static List<DataSet> join(List<DataReference> known, List<CardData> described) {
    Map<String, CardData> byName = new LinkedHashMap<>();
    described.forEach(data -> byName.put(data.name(), data));
    List<DataSet> all = new ArrayList<>();
    Map<String, CardData> left = new LinkedHashMap<>(byName);
    for (DataReference reference : known) {
      all.add(new DataSet(reference.name(), reference, byName.get(reference.name())));
      left.remove(reference.name());
    }
    left.forEach((name, data) -> all.add(new DataSet(name, null, data)));
    return all;
  }

  String text() {
    return description == null ? "" : description.description();
  }

  String link() {
    return description == null ? "" : description.link();
  }

  List<String> sensitive() {
    return description == null ? List.of() : description.sensitive();
  }

  String rows() {
    return reference == null ? "" : Long.toString(reference.rows());
  }

  String fingerprint() {
    return reference == null ? "" : reference.fingerprint().hex();
  }

  /** All in one line. */
  String summary() {
    List<String> parts = new ArrayList<>();
    if (!text().isBlank()) {
      parts.add(text());
    }
    if (reference != null) {
      parts.add(rows() + " rows");
      parts.add("SHA-256 " + fingerprint());
    }
    return String.join("; ", parts);
  }
}
