package io.lepton.experiment;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.experiment.DesignFormat.StoredArm;
import io.lepton.experiment.InterleavingEntry.Clicked;
import io.lepton.experiment.InterleavingEntry.InterleavingStarted;
import io.lepton.experiment.InterleavingEntry.Shown;
import io.lepton.experiment.Variant.Role;
import io.lepton.internal.Json;
import io.lepton.spi.Catalog.Event;
import io.lepton.stats.interleave.Ranker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of a comparison of rankers, in the events of {@link EntryFormat}:
 *
 * <pre>
 * definition         the design, with "kind":"interleaving" and the "format" of the whole log, 1
 * shown:QUERY        {"results":[…],"teams":TEXT of 1 and 2,"user":ID or null}
 * click:PLACE:QUERY  {}
 * </pre>
 */
final class InterleavingFormat {
  static final String KIND = "interleaving";
  private static final int VERSION = 1;
  private static final String SHOWN = "shown:";
  private static final String CLICK = "click:";

  private InterleavingFormat() {}

  private record StoredDesign(
      String kind,
      int format,
      String name,
      StoredArm first,
      StoredArm second,
      int length,
      String salt,
      Instant started) {}

  private record StoredList(@Nullable String user, List<String> results, String teams) {}

  private record StoredClick() {}

  static String id(InterleavingEntry entry) {
    if (entry instanceof Shown shown) {
      return SHOWN + shown.query();
    }
    return entry instanceof Clicked clicked
        ? CLICK + clicked.place() + ":" + clicked.query()
        : EntryFormat.DEFINITION;
  }

  static Object payload(InterleavingEntry entry) {
    if (entry instanceof Shown shown) {
      StringBuilder teams = new StringBuilder();
      shown.teams().forEach(team -> teams.append(team == Ranker.FIRST ? '1' : '2'));
      return new StoredList(shown.user(), shown.results(), teams.toString());
    }
    if (entry instanceof InterleavingStarted started) {
      InterleavingDesign design = started.design();
      return new StoredDesign(
          KIND,
          VERSION,
          design.name(),
          DesignFormat.stored(design.first(), 0),
          DesignFormat.stored(design.second(), 0),
          design.length(),
          design.salt(),
          design.started());
    }
    return new StoredClick();
  }

  /** Null if it is no event of a comparison of rankers. */
  static @Nullable InterleavingEntry decode(Event event, String where) {
    String id = event.id();
    if (id.startsWith(SHOWN)) {
      StoredList stored = Json.read(event.payload(), StoredList.class, where);
      return new Shown(
          id.substring(SHOWN.length()),
          stored.user,
          stored.results,
          stored.teams.chars().mapToObj(team -> ranker(team, where)).toList(),
          event.time());
    }
    if (id.startsWith(CLICK)) {
      int colon = id.indexOf(':', CLICK.length());
      Json.read(event.payload(), StoredClick.class, where);
      return new Clicked(
          id.substring(colon + 1),
          Integer.parseInt(id.substring(CLICK.length(), Math.max(CLICK.length(), colon))),
          event.time());
    }
    if (id.equals(EntryFormat.DEFINITION) && EntryFormat.kind(event, where).equals(KIND)) {
      return new InterleavingStarted(design(event, where));
    }
    return null;
  }

  private static Ranker ranker(int team, String where) {
    if (team != '1' && team != '2') {
      throw new CorruptDataException(where + " has a team other than 1 and 2");
    }
    return team == '1' ? Ranker.FIRST : Ranker.SECOND;
  }

  private static InterleavingDesign design(Event event, String where) {
    int format = EntryFormat.format(event, where);
    if (format > VERSION) {
      throw new FormatTooNewException(
          where + " has format " + format + " of interleavings; this release reads " + VERSION);
    }
    StoredDesign stored = Json.read(event.payload(), StoredDesign.class, where);
    return new InterleavingDesign(
        stored.name,
        DesignFormat.variant(stored.first, Role.TREATMENT),
        DesignFormat.variant(stored.second, Role.TREATMENT),
        stored.length,
        stored.salt,
        stored.started);
  }
}
