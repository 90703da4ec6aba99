package io.lepton.serve;

import io.lepton.model.CategoricalProfile;
import io.lepton.model.DataProfile;
import io.lepton.model.NumericProfile;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The most ordinary row of a profile: medians and most frequent categories. */
final class SmokeRow {
  private SmokeRow() {}

  /** Returns empty if the profile does not know a value that the model requires. */
  static Optional<Row> of(Signature signature, DataProfile profile) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Signature.Field input : signature.inputs()) {
      Optional<Object> value = value(input, profile);
      value.ifPresent(v -> values.put(input.name(), v));
      if (value.isEmpty() && input.presence() == Signature.Presence.REQUIRED) {
        return Optional.empty();
      }
    }
    return Optional.of(Row.of(values));
  }

  private static Optional<Object> value(Signature.Field input, DataProfile profile) {
    Optional<Object> number = profile.findNumeric(input.name()).flatMap(SmokeRow::median);
    return number.isPresent()
        ? number
        : profile
            .findCategorical(input.name())
            .flatMap(SmokeRow::mostFrequent)
            .map(v -> input.type() == Signature.Type.BOOLEAN ? (Object) Boolean.valueOf(v) : v);
  }

  private static Optional<Object> median(NumericProfile profile) {
    List<Double> sample = profile.sample();
    return sample.isEmpty() ? Optional.empty() : Optional.of(sample.get(sample.size() / 2));
  }

  private static Optional<String> mostFrequent(CategoricalProfile profile) {
    return profile.counts().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }
}
