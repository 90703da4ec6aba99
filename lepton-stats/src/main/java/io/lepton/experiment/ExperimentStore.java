package io.lepton.experiment;

import io.lepton.assign.LayerRange;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.StorageException;
import io.lepton.experiment.Entry.TrafficRaised;
import java.util.List;
import java.util.Map;

/**
 * Where experiments, bandits and comparisons of rankers are kept: one append-only log each.
 *
 * <p>Rules every implementation MUST keep:
 *
 * <ul>
 *   <li>{@link #append} adds all of its entries, in order, or none. When it returns they survive a
 *       crash of process and machine, and every later read in any process sees them.
 *   <li>A log holds at most one {@code Started}, one {@code Exposure} a unit, one {@code Outcome}
 *       an id, one {@code TrafficRaised} a share, one {@code LeftLayer} and one {@code Decided};
 *       what else may be there once, {@link BanditEntry} and {@link InterleavingEntry} say. Of
 *       {@code Started}, {@code BanditStarted} and {@code InterleavingStarted} it holds one. The
 *       first stays; appending another does nothing to it and is no error, so that trying again is
 *       always safe.
 *   <li>A {@code Started} whose design lies in a layer claims its part of it, until a {@code
 *       LeftLayer}. {@code append} fails with {@link ConflictException} and adds nothing if another
 *       experiment of the store holds some of that part, whatever processes append at once; with
 *       {@link AlreadyExistsException} if the store knows the layer otherwise.
 *   <li>When {@code append} throws {@link StorageException}, its entries MAY be there, all or none.
 *   <li>Sequences grow in the order in which entries become visible: a reader that has seen a
 *       sequence never finds a smaller one later.
 *   <li>Every method is safe for use by many threads and, where the medium is shared, processes.
 * </ul>
 */
public interface ExperimentStore {
  /**
   * An entry and its place.
   *
   * @param sequence grows along the log, from 1; not necessarily by one
   * @param entry what happened
   */
  record Stored(long sequence, Entry entry) {}

  /**
   * Adds entries durably.
   *
   * @param experiment name of the experiment; its log is made by its first entry
   * @param entries in order
   * @throws ConflictException if the experiment wants a part of a layer that another holds
   * @throws AlreadyExistsException if it wants a part of a layer that was made otherwise
   * @throws StorageException if the medium failed
   */
  void append(String experiment, List<? extends Entry> entries);

  /**
   * Reads on.
   *
   * @param experiment name of the experiment
   * @param after sequence to begin after; 0 for the beginning
   * @param limit most entries to return, at least 1
   * @return in ascending order of sequence; empty at the end and for an unknown experiment
   * @throws CorruptDataException if an entry cannot be understood
   * @throws FormatTooNewException if a later release wrote it
   */
  List<Stored> read(String experiment, long after, int limit);

  /**
   * Every raise of an experiment's traffic, without reading the rest of its log.
   *
   * @param experiment name of the experiment
   * @return in the order of the log; empty for an unknown experiment
   */
  List<TrafficRaised> trafficRaises(String experiment);

  /**
   * Who holds which part of a layer.
   *
   * @param layer name of the layer
   * @return parts by experiment; empty for an unknown layer
   */
  Map<String, LayerRange> claims(String layer);

  /**
   * The experiments that have a log.
   *
   * @return names in ascending order
   */
  List<String> experiments();
}
