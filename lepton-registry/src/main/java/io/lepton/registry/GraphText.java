package io.lepton.registry;

import io.lepton.model.VersionId;
import io.lepton.registry.Graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws versions as rows of characters. Each lane waits for one version, its newest child being
 * drawn already; two lanes that wait for the same version are joined at once. Belongs to one
 * thread.
 */
final class GraphText {
  private final List<Node> nodes;
  private final Set<VersionId> present;
  private final List<VersionId> lanes = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();

  GraphText(List<Node> nodes) {
    this.nodes = nodes;
    this.present =
        nodes.stream().map(node -> node.entry().id()).collect(Collectors.toUnmodifiableSet());
  }

  String draw() {
    nodes.forEach(this::draw);
    return out.toString();
  }

  private void draw(Node node) {
    int lane = lanes.indexOf(node.entry().id());
    if (lane < 0) {
      lane = lanes.size();
      lanes.add(node.entry().id());
    }
    char[] row = verticals();
    row[2 * lane] = '*';
    out.append(row).append(Graph.label(node)).append('\n');
    Set<VersionId> parents = new LinkedHashSet<>(node.entry().parents());
    parents.retainAll(present);
    if (parents.isEmpty()) {
      end(lane);
      return;
    }
    boolean first = true;
    int last = lane;
    for (VersionId parent : parents) {
      if (first) {
        lanes.set(lane, parent);
      } else {
        open(last++, parent);
      }
      first = false;
    }
    joinLanes();
  }

  /** The lane is not needed below; those right of it move left. */
  private void end(int lane) {
    lanes.remove(lane);
    if (lane < lanes.size()) {
      char[] row = blank(lanes.size() + 1);
      for (int i = 0; i < lane; i++) {
        row[2 * i] = '|';
      }
      for (int i = lane + 1; i <= lanes.size(); i++) {
        row[2 * i - 1] = '/';
      }
      line(row);
    }
  }

  /** A lane right of another; those right of both move right. */
  private void open(int beside, VersionId parent) {
    char[] row = blank(lanes.size() + 1);
    for (int i = 0; i < lanes.size(); i++) {
      if (i <= beside) {
        row[2 * i] = '|';
      } else {
        row[2 * i + 1] = '\\';
      }
    }
    row[2 * beside + 1] = '\\';
    lanes.add(beside + 1, parent);
    line(row);
  }

  private void joinLanes() {
    for (int right = lanes.size() - 1; right > 0; right--) {
      int left = lanes.indexOf(lanes.get(right));
      if (left < right) {
        join(left, right);
      }
    }
  }

  /** Lane {@code right} turns into {@code left}, under those between. */
  private void join(int left, int right) {
    char[] row = blank(lanes.size());
    for (int i = 0; i < right; i++) {
      row[2 * i] = '|';
    }
    for (int i = left; i < right - 1; i++) {
      row[2 * i + 1] = '_';
    }
    for (int i = right; i < lanes.size(); i++) {
      row[2 * i - 1] = '/';
    }
    lanes.remove(right);
    line(row);
  }

  private char[] verticals() {
    char[] row = blank(lanes.size());
    for (int i = 0; i < lanes.size(); i++) {
      row[2 * i] = '|';
    }
    return row;
  }

  private static char[] blank(int lanes) {
    char[] row = new char[2 * lanes];
    Arrays.fill(row, ' ');
    return row;
  }

  private void line(char[] row) {
    out.append(new String(row).stripTrailing()).append('\n');
  }
}
