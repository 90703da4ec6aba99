package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.RetiredException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.disk.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Does the steps of a case while one fault strikes, at each call in turn, and demands each time:
 * what returned is done, and what failed is done or not, at once and in a new process; verify is
 * clean; what is left can be done then; and a power cut after that takes nothing back.
 */
final class FaultSweep {
  /**
   * What is swept.
   *
   * @param name for people
   * @param prepare what is there before
   * @param steps each of which leaves the old state or the new one
   * @param always holds of disk and catalogue at any time, also right after a crash
   * @param opened holds whenever the store was opened
   */
  record Case(
      String name,
      Consumer<FaultyHome> prepare,
      List<Consumer<ModelManager>> steps,
      Consumer<FaultyHome> always,
      Consumer<FaultyHome> opened) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * What came out.
   *
   * @param calls that could be struck
   * @param struck trials
   * @param refused how many of them ended in an exception or a crash
   * @param advanced how many of these had come to a new state all the same
   */
  record Tally(long calls, int struck, int refused, int advanced) {}

  private final Case what;
  private final Fault fault;
  private final List<List<String>> states = new ArrayList<>();
  private int refused;
  private int advanced;

  FaultSweep(Case what, Fault fault) {
    this.what = what;
    this.fault = fault;
    FaultyHome home = new FaultyHome();
    what.prepare.accept(home);
    try (ModelManager models = home.open()) {
      states.add(state(models));
      for (Consumer<ModelManager> step : what.steps) {
        step.accept(models);
        states.add(state(models));
      }
    }
  }

  /**
   * Strikes so many calls, evenly spread, and others for each fault. How many there are depends a
   * little on how threads meet: where one was not reached, an earlier one is struck.
   */
  Tally some(int count) {
    long calls = calls();
    double shift = 0.618 * (fault.ordinal() + 1) % 1;
    TreeSet<Long> chosen = new TreeSet<>();
    for (int i = 0; i < count && calls > 0; i++) {
      chosen.add((long) ((i + shift) * calls / count));
    }
    int struck = 0;
    for (long wanted : chosen) {
      long at = wanted;
      boolean reached = trial(at);
      while (!reached && at > 0) {
        at = at * 3 / 4;
        reached = trial(at);
      }
      struck += reached ? 1 : 0;
    }
    return new Tally(calls, struck, refused, advanced);
  }

  /** Strikes every call; how many there are depends a little on how threads meet. */
  Tally all() {
    long calls = calls();
    int struck = 0;
    boolean more = true;
    for (long at = 0; at < calls || more; at++) {
      more = trial(at);
      struck += more ? 1 : 0;
    }
    return new Tally(calls, struck, refused, advanced);
  }

  private long calls() {
    FaultyHome home = new FaultyHome();
    what.prepare.accept(home);
    try (ModelManager models = home.open()) {
      home.machine.plan(fault, Long.MAX_VALUE);
      what.steps.forEach(step -> step.accept(models));
      return home.machine.met();
    }
  }

  private boolean trial(long at) {
    FaultyHome home = new FaultyHome();
    what.prepare.accept(home);
    int done;
    boolean struck;
    try (ModelManager models = home.open()) {
      home.machine.plan(fault, at);
      done = steps(models, 0);
      struck = home.machine.struck();
      if (struck && done < what.steps.size()) {
        refused++;
      }
      if (!fault.isCrash()) {
        home.machine.mend();
        int before = done;
        done = reached(models, done, home, at, "in the same process");
        advanced += done - before;
      }
    }
    if (fault.isCrash()) {
      home.crash(fault, at);
    }
    what.always.accept(home);
    try (ModelManager models = home.open()) {
      int before = done;
      done = reached(models, done, home, at, "in a new process");
      advanced += done - before;
      what.opened.accept(home);
      assertThat(steps(models, done)).as(where(home, at)).isEqualTo(what.steps.size());
      reached(models, what.steps.size(), home, at, "after a retry");
    }
    home.crash(Fault.DROPPED, at);
    what.always.accept(home);
    try (ModelManager models = home.open()) {
      reached(models, what.steps.size(), home, at, "after a power cut");
      what.opened.accept(home);
    }
    return struck;
  }

  private String where(FaultyHome home, long at) {
    return what.name + ", call " + at + ", " + home.machine;
  }

  /** How many steps were done; fewer than all if one failed. */
  private int steps(ModelManager models, int from) {
    int done = from;
    try {
      while (done < what.steps.size()) {
        what.steps.get(done).accept(models);
        done++;
      }
    } catch (StorageException e) {
      assertThat(e).hasStackTraceContaining("injected");
    }
    return done;
  }

  private int reached(ModelManager models, int done, FaultyHome home, long at, String when) {
    List<String> state = state(models);
    if (!state.equals(states.get(done))
        && done < what.steps.size()
        && state.equals(states.get(done + 1))) {
      return done + 1;
    }
    assertThat(state).as(where(home, at) + ", " + when).isEqualTo(states.get(done));
    return done;
  }

  /** All that a user can see, but for names that chance gives. */
  static List<String> state(ModelManager models) {
    List<String> lines = new ArrayList<>();
    lines.add(models.verify().problems().size() + " problems");
    Model model = models.model("m");
    lines.add(model.isEncrypted() ? "encrypted" : "open");
    Map<VersionId, Long> numbers = new HashMap<>();
    for (Version version : model.versions()) {
      numbers.put(version.id(), version.number());
      List<Long> parents = version.parents().stream().map(numbers::get).toList();
      lines.add(version.number() + " after " + parents + ":" + content(models, version));
    }
    new TreeMap<>(model.branches()).forEach((ref, at) -> lines.add(ref + " at " + at.number()));
    new TreeMap<>(model.tags()).forEach((ref, at) -> lines.add(ref + " at " + at.number()));
    return lines;
  }

  private static String content(ModelManager models, Version version) {
    try {
      ModelSnapshot snapshot = models.load(version);
      StringBuilder content = new StringBuilder();
      snapshot
          .weights()
          .asMap()
          .forEach(
              (name, tensor) -> content.append(" ").append(name).append(Digest.of(tensor.bytes())));
      for (ByteSource file : snapshot.files().values()) {
        content.append(" ").append(Digest.of(file));
      }
      return content.toString();
    } catch (RetiredException e) {
      return " retired";
    } catch (CorruptDataException e) {
      return " damaged";
    }
  }
}
