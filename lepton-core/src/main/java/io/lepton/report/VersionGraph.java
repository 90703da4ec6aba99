package io.lepton.report;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Versions as a graph, newest at the top, each joined to its parents. Not thread-safe. */
public final class VersionGraph {
  private static final double ROW = 40;
  private static final double LANE = 24;

  private record Node(String label, String note, List<String> parents) {}

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private VersionGraph() {}

  /**
   * Starts a graph.
   *
   * @return a graph without versions
   */
  public static VersionGraph empty() {
    return new VersionGraph();
  }

  /**
   * Adds a version; call from newest to oldest.
   *
   * @param id unique in the graph
   * @param label what people call it
   * @param note what else is to be said: refs, message, state
   * @param parents ids, added or not
   * @return this
   */
  public VersionGraph version(String id, String label, String note, List<String> parents) {
    nodes.put(id, new Node(label, note, List.copyOf(parents)));
    return this;
  }

  /**
   * A version stands in its first child's lane; a version that is nobody's first parent opens a new
   * one.
   */
  private Map<String, Integer> lanes() {
    Map<String, Integer> lanes = new HashMap<>();
    int next = 0;
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      Integer lane = lanes.get(entry.getKey());
      if (lane == null) {
        lane = next++;
        lanes.put(entry.getKey(), lane);
      }
      if (!entry.getValue().parents.isEmpty()) {
        lanes.merge(entry.getValue().parents.get(0), lane, Math::min);
      }
    }
    return lanes;
  }

  /**
   * Draws the graph.
   *
   * @return an SVG element
   */
  public String svg() {
    Map<String, Integer> lanes = lanes();
    Map<String, Double> rows = new HashMap<>();
    for (String id : nodes.keySet()) {
      rows.put(id, ROW * (rows.size() + 0.5));
    }
    int width = 1 + lanes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Svg svg = new Svg(640, ROW * nodes.size(), "Versions, newest at the top");
    nodes.forEach(
        (id, node) -> {
          for (String parent : node.parents) {
            if (rows.containsKey(parent)) {
              svg.line(
                  x(lanes, id),
                  rows.getOrDefault(id, 0.0),
                  x(lanes, parent),
                  rows.getOrDefault(parent, 0.0),
                  "currentColor",
                  "opacity:.5;stroke-width:2");
            }
          }
        });
    nodes.forEach(
        (id, node) -> {
          double y = rows.getOrDefault(id, 0.0);
          String color = Svg.color(lanes.getOrDefault(id, 0));
          svg.circle(x(lanes, id), y, 7, color, color);
          svg.text(16 + LANE * width, y - 2, "start", node.label);
          svg.text(16 + LANE * width, y + 13, "start", node.note);
        });
    return svg.toString();
  }

  private static double x(Map<String, Integer> lanes, String id) {
    return 16 + LANE * lanes.getOrDefault(id, 0);
  }
}
