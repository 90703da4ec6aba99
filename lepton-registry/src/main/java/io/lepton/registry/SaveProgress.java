package io.lepton.registry;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Is told how far a save is. */
@FunctionalInterface
public interface SaveProgress {
  /**
   * Some megabytes more were read and named. Called on the saving thread, so what it takes the save
   * waits; what it throws ends the save. It begins anew if the save must store again what others
   * destroyed meanwhile.
   *
   * @param doneBytes of the content, growing up to {@code totalBytes}
   * @param totalBytes of the content
   */
  void stored(long doneBytes, long totalBytes);

  /**
   * Writes one line over and over, as terminals show it, once a save takes longer than a second.
   *
   * @param out such as {@code System.err}
   * @param clock tells how long it takes
   * @return a listener for one save
   */
  static SaveProgress to(PrintStream out, InstantSource clock) {
    Duration patience = Duration.ofSeconds(1);
    Instant start = clock.instant();
    return (done, total) -> {
      Duration taken = Duration.between(start, clock.instant());
      if (taken.compareTo(patience) > 0) {
        double seconds = taken.toMillis() / 1e3;
        out.printf(
            Locale.ROOT,
            "\rsaving %3d %%, %,d of %,d MB, %.0f MB/s%s",
            100 * done / Math.max(1, total),
            done / 1_000_000,
            total / 1_000_000,
            done / 1e6 / seconds,
            done == total ? System.lineSeparator() : "");
        out.flush();
      }
    };
  }
}
