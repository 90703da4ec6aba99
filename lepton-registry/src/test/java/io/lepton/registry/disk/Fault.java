package io.lepton.registry.disk;

import io.lepton.registry.disk.Machine.Call;
import java.util.EnumSet;
import java.util.Set;

/**
 * What goes wrong at the n-th of the calls that it can strike. A crash before a call that changes
 * nothing is the crash before the next that does.
 */
public enum Fault {
  /** One call fails and does nothing. Of a flush that failed, the data never reach the disk. */
  FAILS(EnumSet.allOf(Call.class)),
  /** One call does its work and fails. */
  FAILS_LATE(EnumSet.of(Call.LINK, Call.DELETE, Call.FOLDER, Call.FLUSH_FOLDER, Call.APPLY)),
  /** From one flush on, no flush works. */
  NO_FLUSH(EnumSet.of(Call.FLUSH, Call.FLUSH_FOLDER)),
  /** From one call on the disk is full: half of what is written still fits. */
  FULL(EnumSet.of(Call.CREATE, Call.WRITE, Call.LINK, Call.FOLDER)),
  /** The process is killed before a call; the system writes what it holds, later. */
  KILLED(Call.CHANGING),
  /** The power fails before a call; nothing that was not flushed is there. */
  DROPPED(Call.CHANGING),
  /** The power fails before a call; names are there, and files are cut where writing stopped. */
  TRUNCATED(Call.CHANGING),
  /** The power fails before a call; of what was not flushed any part is there, in any order. */
  REORDERED(Call.CHANGING),
  /** The power fails just after the catalogue committed. */
  COMMITTED(EnumSet.of(Call.APPLY));

  final Set<Call> strikes;

  Fault(Set<Call> strikes) {
    this.strikes = strikes;
  }

  /** Whether the process does not outlive it. */
  public boolean isCrash() {
    return ordinal() >= KILLED.ordinal();
  }

  boolean lasts() {
    return this == NO_FLUSH || this == FULL;
  }
}
