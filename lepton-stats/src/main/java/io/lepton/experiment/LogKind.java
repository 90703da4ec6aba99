package io.lepton.experiment;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.BanditEntry.BanditStarted;
import io.lepton.experiment.Entry.Started;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.experiment.InterleavingEntry.InterleavingStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a log may be a log of, which its first entry says by holding the design. The design that was
 * recorded first is the one that holds, whoever starts it again.
 *
 * @param name in messages
 * @param first type of the first entry
 * @param entry makes it
 * @param design that it holds
 * @param parts of a design that a caller defines, by what they are called; what was computed from
 *     them is not compared
 * @param resume how to go on with what was started before
 */
record LogKind<D, E extends Entry>(
    String name,
    Class<E> first,
    Function<D, E> entry,
    Function<E, D> design,
    Map<String, Function<D, Object>> parts,
    String resume) {
  static final LogKind<Design, Started> EXPERIMENT =
      new LogKind<>(
          "experiment",
          Started.class,
          Started::new,
          Started::design,
          Design.parts(),
          "Experiment.resume; traffic is raised by Experiment.raiseTraffic");

  static final LogKind<BanditDesign, BanditStarted> BANDIT =
      new LogKind<>(
          BanditFormat.KIND,
          BanditStarted.class,
          BanditStarted::new,
          BanditStarted::design,
          BanditDesign.parts(),
          "BanditExperiment.resume");

  static final LogKind<InterleavingDesign, InterleavingStarted> INTERLEAVING =
      new LogKind<>(
          InterleavingFormat.KIND,
          InterleavingStarted.class,
          InterleavingStarted::new,
          InterleavingStarted::design,
          InterleavingDesign.parts(),
          "Interleaving.resume");

  private static final List<LogKind<?, ?>> ALL = List.of(EXPERIMENT, BANDIT, INTERLEAVING);

  /** Records a design unless its log was begun before, which must have been with the same. */
  D begin(ExperimentStore store, String log, D asked) {
    store.append(log, List.of(entry.apply(asked)));
    E begun = first(store, log);
    D recorded = design.apply(begun);
    List<String> differences = new ArrayList<>();
    parts.forEach(
        (part, of) -> {
          if (!of.apply(recorded).equals(of.apply(asked))) {
            differences.add(
                part + " recorded " + of.apply(recorded) + ", asked " + of.apply(asked));
          }
        });
    if (!differences.isEmpty()) {
      throw new AlreadyExistsException(
          name
              + " \""
              + log
              + "\" was started at "
              + begun.time()
              + " with another definition, and a design never changes: "
              + String.join("; ", differences)
              + ". Give the new one another name, or go on with the old one by "
              + resume);
    }
    return recorded;
  }

  /** The design that a log begins with. */
  D recorded(ExperimentStore store, String log) {
    return design.apply(first(store, log));
  }

  private E first(ExperimentStore store, String log) {
    List<Stored> beginning = store.read(log, 0, 1);
    if (beginning.isEmpty()) {
      throw new NotFoundException(
          "no " + name + " \"" + log + "\" in the store; there are " + store.experiments());
    }
    Entry found = beginning.get(0).entry();
    if (first.isInstance(found)) {
      return first.cast(found);
    }
    String other =
        ALL.stream()
            .filter(kind -> kind.first.isInstance(found))
            .findFirst()
            .map(LogKind::name)
            .orElseThrow(
                () ->
                    new CorruptDataException(
                        name
                            + " \""
                            + log
                            + "\" does not begin with its design but with "
                            + beginning.get(0)));
    throw new AlreadyExistsException(
        "\"" + log + "\" is no " + name + " but an earlier " + other + "; take another name");
  }
}
