package io.lepton.examples;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Tells on the terminal what the quickstart does, step by step. */
final class Narrator {
  private final PrintStream out;
  private final InstantSource clock;
  private final Instant start;
  private int step;

  Narrator(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    this.start = clock.instant();
  }

  void step(String title) {
    step++;
    double seconds = Duration.between(start, clock.instant()).toMillis() / 1e3;
    out.printf(Locale.ROOT, "%n[%5.1f s] %d. %s%n", seconds, step, title);
  }

  /** Prints a value, however many lines it takes, indented. */
  void say(Object text) {
    text.toString().lines().forEach(line -> out.println("    " + line));
  }

  void say(String format, Object... values) {
    say((Object) String.format(Locale.ROOT, format, values));
  }

  PrintStream out() {
    return out;
  }
}
