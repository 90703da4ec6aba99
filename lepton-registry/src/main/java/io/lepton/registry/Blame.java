package io.lepton.registry;

import io.lepton.merge.Item;
import io.lepton.model.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which version last changed each thing of a version.
 *
 * @param version that was asked about
 * @param origins each of its tensors, files, hyperparameters, and its format, configuration and
 *     signature, to the version that made it what it is; in the version's order
 */
public record Blame(Version version, Map<Item, Version> origins) {
  /** {@inheritDoc} */
  public Blame {
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  /**
   * Who last changed a tensor.
   *
   * @param name of the tensor
   * @return the version, or empty if there is no such tensor
   */
  public Optional<Version> tensor(String name) {
    return Optional.ofNullable(origins.get(new Item(Item.Kind.TENSOR, name)));
  }

  /**
   * Who last changed a file.
   *
   * @param name of the file
   * @return the version, or empty if there is no such file
   */
  public Optional<Version> file(String name) {
    return Optional.ofNullable(origins.get(new Item(Item.Kind.FILE, name)));
  }

  /**
   * Who last changed a hyperparameter.
   *
   * @param name of the setting
   * @return the version, or empty if there is no such setting
   */
  public Optional<Version> hyperparameter(String name) {
    return Optional.ofNullable(origins.get(new Item(Item.Kind.HYPERPARAMETER, name)));
  }

  /** For people: a line for each thing, with version, author, time and message. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    origins.forEach(
        (item, origin) ->
            lines.add(
                "v"
                    + origin.number()
                    + " ("
                    + origin.id()
                    + " "
                    + origin.author()
                    + " "
                    + origin.time()
                    + ") "
                    + item
                    + ": "
                    + origin.message().lines().findFirst().orElse("")));
    return String.join("\n", lines);
  }
}
