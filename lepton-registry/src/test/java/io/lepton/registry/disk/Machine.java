package io.lepton.registry.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Counts what a process asks of disk and catalogue, and lets one fault happen. Thread-safe. */
public final class Machine {
  /** What can be asked. */
  public enum Call {
    LOOK,
    LIST,
    READ,
    CREATE,
    WRITE,
    FLUSH,
    FLUSH_FOLDER,
    LINK,
    FOLDER,
    DELETE,
    QUERY,
    APPLY;

    /** Those that leave something on the disk or in the catalogue. */
    static final Set<Call> CHANGING = EnumSet.complementOf(EnumSet.of(LOOK, LIST, READ, QUERY));
  }

  /** How a call goes on. */
  public enum Outcome {
    WORKS,
    FAILS,
    FAILS_LATE
  }

  private final List<String> log = new ArrayList<>();
  private Fault fault = Fault.FAILS;
  private boolean planned;
  private long at;
  private long met;
  private boolean struck;
  private boolean off;

  /** Makes one that works. */
  public Machine() {}

  /**
   * Plans a fault.
   *
   * @param what goes wrong
   * @param at how many calls that it can strike still work
   */
  public synchronized void plan(Fault what, long at) {
    fault = what;
    this.at = at;
    planned = true;
    struck = false;
    met = 0;
    log.clear();
  }

  /** Works again, also after a crash. */
  public synchronized void mend() {
    planned = false;
    off = false;
  }

  /** Whether the planned fault happened. */
  public synchronized boolean struck() {
    return struck;
  }

  /** How many calls were met since the plan that it could have struck. */
  public synchronized long met() {
    return met;
  }

  /** What was struck, for messages. */
  @Override
  public synchronized String toString() {
    return fault + (log.isEmpty() ? "" : " of " + log.get(0));
  }

  /** Counts a call. */
  public synchronized Outcome meet(Call call, String of) {
    if (off) {
      return Outcome.FAILS;
    }
    if (!planned || !fault.strikes.contains(call)) {
      return Outcome.WORKS;
    }
    long number = met++;
    if (number < at || (number > at && !fault.lasts())) {
      return Outcome.WORKS;
    }
    struck = true;
    off = fault.isCrash();
    log.add(call + " " + of);
    return fault == Fault.FAILS_LATE || fault == Fault.COMMITTED
        ? Outcome.FAILS_LATE
        : Outcome.FAILS;
  }

  /** As {@link #meet} for the disk: whether it must fail after its work. */
  boolean late(Call call, String of) throws IOException {
    return switch (meet(call, of)) {
      case WORKS -> false;
      case FAILS -> throw failure(call, of);
      case FAILS_LATE -> true;
    };
  }

  synchronized IOException failure(Call call, String of) {
    String why = fault == Fault.FULL && !off ? "No space left on device" : "Input/output error";
    return new IOException("injected: " + call + " " + of + ": " + why);
  }
}
