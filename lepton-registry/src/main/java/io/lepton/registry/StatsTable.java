package io.lepton.registry;

import io.lepton.registry.StoreStats.OfCodec;
import io.lepton.registry.StoreStats.OfModel;
import io.lepton.registry.StoreStats.OfVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays {@link StoreStats} out for people. */
final class StatsTable {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final int STEP = 1024;

  private StatsTable() {}

  static String of(StoreStats stats) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "logical", "stored", "of raw", "unique", "shared", "delta"));
    long unique = 0;
    long delta = 0;
    for (OfModel model : stats.models()) {
      unique += model.uniqueBytes();
      delta += model.deltaBytes();
    }
    rows.add(row("store", stats.logicalBytes(), stats.storedBytes(), unique, delta));
    for (OfModel model : stats.models()) {
      rows.add(
          row(
              model.model() + " (" + model.versions() + ")",
              model.logicalBytes(),
              model.storedBytes(),
              model.uniqueBytes(),
              model.deltaBytes()));
      for (OfVersion version : stats.versions()) {
        if (version.model().equals(model.model())) {
          rows.add(
              row(
                  "  v" + version.number() + (version.retired() ? " retired" : ""),
                  version.logicalBytes(),
                  version.storedBytes(),
                  version.uniqueBytes(),
                  version.deltaBytes()));
        }
      }
    }
    StringBuilder text = new StringBuilder(aligned(rows));
    for (OfCodec codec : stats.codecs()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %d chunks, %s stored as %s (%s)%n",
              codec.codec(),
              codec.chunks(),
              bytes(codec.rawBytes()),
              bytes(codec.storedBytes()),
              share(codec.storedBytes(), codec.rawBytes())));
    }
    text.append(stats.packs()).append(" packs, ").append(bytes(stats.idleBytes())).append(" idle");
    stats.unreadable().forEach(line -> text.append("\nunreadable: ").append(line));
    return text.toString();
  }

  private static List<String> row(String name, long logical, long stored, long unique, long delta) {
    return List.of(
        name,
        bytes(logical),
        bytes(stored),
        share(stored, logical),
        bytes(unique),
        bytes(stored - unique),
        bytes(delta));
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** Such as {@code 1.5 MiB}. */
  static String bytes(long count) {
    int unit = 0;
    double value = count;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  private static String aligned(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(padded(row.get(0), -widths[0]));
      for (int i = 1; i < widths.length; i++) {
        text.append("  ").append(padded(row.get(i), widths[i]));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String padded(String text, int width) {
    String spaces = " ".repeat(Math.abs(width) - text.length());
    return width < 0 ? text + spaces : spaces + text;
  }
}
