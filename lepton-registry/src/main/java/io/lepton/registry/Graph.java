package io.lepton.registry;

import io.lepton.model.VersionId;
import io.lepton.report.VersionGraph;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Versions and how they follow each other, newest first, as they were when it was asked for.
 * Parents in other models, or left out, are not drawn. Immutable.
 */
public final class Graph {
  /**
   * One version of the graph.
   *
   * @param entry of the version
   * @param refs what points at it, as in {@code main} or {@code tag v1.0}
   */
  record Node(VersionEntry entry, List<String> refs) {}

  private final List<Node> nodes;

  private Graph(List<Node> nodes) {
    this.nodes = nodes;
  }

  /** Entries newest first: a version's number is above those of its parents. */
  static Graph of(Store store, String model, List<VersionEntry> entries) {
    Map<VersionId, List<String>> refs = new HashMap<>();
    store
        .catalog
        .refs(model)
        .forEach((ref, id) -> refs.computeIfAbsent(id, at -> new ArrayList<>()).add(name(ref)));
    return new Graph(
        entries.stream()
            .map(entry -> new Node(entry, refs.getOrDefault(entry.id(), List.of())))
            .toList());
  }

  private static String name(Ref ref) {
    String kind = ref.kind().name().toLowerCase(Locale.ROOT);
    return ref.kind() == Ref.Kind.BRANCH ? ref.name() : kind + " " + ref.name();
  }

  /**
   * As {@code git log --graph --oneline} draws it: a row for each version with number, short id,
   * refs and the first line of its message, and rows of lines between.
   *
   * @return rows that end with a line feed; empty for no versions
   */
  public String text() {
    return new GraphText(nodes).draw();
  }

  /**
   * As a picture.
   *
   * @return an SVG element for a page
   */
  public String svg() {
    VersionGraph graph = VersionGraph.empty();
    for (Node node : nodes) {
      graph.version(
          node.entry.id().hex(),
          title(node) + " " + message(node),
          String.join(", ", node.refs) + retired(node),
          node.entry.parents().stream().map(VersionId::hex).toList());
    }
    return graph.svg();
  }

  static String label(Node node) {
    StringBuilder label = new StringBuilder(title(node));
    if (!node.refs.isEmpty()) {
      label.append(" (").append(String.join(", ", node.refs)).append(')');
    }
    String rest = message(node) + retired(node);
    return rest.isEmpty() ? label.toString() : label + " " + rest;
  }

  private static String title(Node node) {
    return "v" + node.entry.number() + " " + node.entry.id();
  }

  private static String message(Node node) {
    return node.entry.message().lines().findFirst().orElse("");
  }

  private static String retired(Node node) {
    return node.entry.retirement() == null ? "" : " [retired]";
  }

  /** The same as {@link #text}. */
  @Override
  public String toString() {
    return text();
  }
}
