package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the version that a text names. */
final class Resolver {
  private static final Pattern NUMBER = Pattern.compile("v?([1-9][0-9]{0,17})");
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{4,64}");

  private final Store store;
  private final String model;

  Resolver(Store store, String model) {
    this.store = store;
    this.model = model;
  }

  Version resolve(String name) {
    Map<VersionId, List<String>> found = exactly(name);
    if (found.isEmpty() && ID.matcher(name).matches()) {
      for (VersionEntry entry : store.catalog.versionsStartingWith(name.toLowerCase(Locale.ROOT))) {
        if (entry.model().equals(model)) {
          found.put(entry.id(), List.of("id " + entry.id().abbreviated()));
        }
      }
    }
    if (found.isEmpty()) {
      throw unknown(name);
    }
    if (found.size() > 1) {
      throw new InvalidInputException(
          "\""
              + name
              + "\" names "
              + found.size()
              + " versions of "
              + model
              + ": "
              + found.entrySet().stream()
                  .map(
                      e -> store.describe(e.getKey()) + " as " + String.join(" and ", e.getValue()))
                  .collect(Collectors.joining(", "))
              + "; use a number or a longer id");
    }
    return store.version(found.keySet().iterator().next());
  }

  private Map<VersionId, List<String>> exactly(String name) {
    Map<VersionId, List<String>> found = new LinkedHashMap<>();
    var number = NUMBER.matcher(name);
    if (number.matches()) {
      store
          .catalog
          .version(model, Long.parseLong(number.group(1)))
          .ifPresent(entry -> add(found, entry.id(), "number"));
    }
    store
        .catalog
        .refs(model)
        .forEach(
            (ref, version) -> {
              if (ref.name().equals(name)) {
                add(found, version, ref.kind().name().toLowerCase(Locale.ROOT));
              }
            });
    return found;
  }

  private static void add(Map<VersionId, List<String>> found, VersionId id, String as) {
    found.computeIfAbsent(id, version -> new ArrayList<>()).add(as);
  }

  NotFoundException unknown(String name) {
    List<VersionEntry> versions = store.catalog.versions(model);
    if (versions.isEmpty()) {
      return new NotFoundException(
          "model " + model + " has no versions; models: " + store.readableModels());
    }
    return new NotFoundException(
        "model "
            + model
            + " has no version \""
            + name
            + "\"; numbers: v1 to v"
            + versions.get(versions.size() - 1).number()
            + "; aliases: "
            + Refs.all(store, model, Ref.Kind.ALIAS).keySet()
            + "; stages: "
            + Refs.all(store, model, Ref.Kind.STAGE).keySet()
            + "; branches: "
            + Refs.all(store, model, Ref.Kind.BRANCH).keySet()
            + "; tags: "
            + Refs.all(store, model, Ref.Kind.TAG).keySet());
  }
}
