package io.lepton.tune;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.LeptonException;
import io.lepton.internal.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of a search space, version 1. */
final class SpaceFormat {
  private static final int VERSION = 1;

  private SpaceFormat() {}

  /** A whole space. */
  record Space(String format, int version, List<Entry> parameters) {
    static final String FORMAT = "lepton-search-space";
  }

  /** Ends of numeric parameters are numbers of the parameter's own type; of choices, null. */
  record Entry(
      String name,
      String kind,
      @Nullable Object low,
      @Nullable Object high,
      @Nullable Object step,
      @Nullable Scale scale,
      @Nullable List<Object> values,
      @Nullable Condition when) {}

  static Space encode(SearchSpace space) {
    return new Space(
        Space.FORMAT,
        VERSION,
        space.parameters().stream()
            .map(it -> encode(it, space.condition(it.name()).orElse(null)))
            .toList());
  }

  private static Entry encode(Parameter parameter, @Nullable Condition when) {
    if (parameter instanceof DecimalParameter it) {
      return new Entry(
          it.name(), "decimal", it.low(), it.high(), it.step(), it.scale(), null, when);
    } else if (parameter instanceof WholeParameter it) {
      return new Entry(it.name(), "whole", it.low(), it.high(), it.step(), it.scale(), null, when);
    }
    ChoiceParameter it = (ChoiceParameter) parameter;
    return new Entry(it.name(), "choice", null, null, null, null, it.values(), when);
  }

  static SearchSpace decode(String json) {
    Map<?, ?> head = Json.read(json, Map.class, "search space");
    if (!Space.FORMAT.equals(head.get("format"))
        || !(head.get("version") instanceof Number version)) {
      throw new CorruptDataException("a search space does not name its format: " + json);
    }
    if (version.longValue() != VERSION) {
      throw new FormatTooNewException(
          "a search space has format version " + version + "; this Lepton knows " + VERSION);
    }
    try {
      SearchSpaceBuilder builder = SearchSpace.builder();
      for (Entry entry : Json.read(json, Space.class, "search space").parameters()) {
        builder.add(decode(entry), entry.when());
      }
      return builder.build();
    } catch (CorruptDataException e) {
      throw e;
    } catch (LeptonException | ClassCastException | NullPointerException e) {
      throw new CorruptDataException("search space: " + e.getMessage(), e);
    }
  }

  private static Parameter decode(Entry it) {
    return switch (it.kind()) {
      case "decimal" ->
          new DecimalParameter(
              it.name(),
              (Double) some(it.low()),
              (Double) some(it.high()),
              some(it.scale()),
              (Double) some(it.step()));
      case "whole" ->
          new WholeParameter(
              it.name(),
              (Long) some(it.low()),
              (Long) some(it.high()),
              some(it.scale()),
              (Long) some(it.step()));
      case "choice" -> new ChoiceParameter(it.name(), some(it.values()));
      default -> throw new CorruptDataException("search space: unknown kind \"" + it.kind() + "\"");
    };
  }

  private static <T> T some(@Nullable T value) {
    return Objects.requireNonNull(value, "a field is missing");
  }
}
