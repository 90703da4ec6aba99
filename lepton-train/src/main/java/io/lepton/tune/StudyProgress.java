package io.lepton.tune;

import io.lepton.train.ConsoleProgress.Style;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Shows a search's progress on a stream the program gives: trials made, the best value, and how
 * long the rest will take if it goes on as it did. One object for each search.
 */
public final class StudyProgress implements StudyListener {
  private static final int BAR = 24;

  private final PrintStream out;
  private final Style style;
  private Instant started = Instant.EPOCH;
  private OptionalInt expected = OptionalInt.empty();
  private Optional<Duration> limit = Optional.empty();
  private int done;

  private StudyProgress(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /**
   * Shows progress.
   *
   * @param out such as {@code System.out}
   * @param style one line that is written over, or a line for every trial of a tenth of them
   * @return a listener
   */
  public static StudyProgress to(PrintStream out, Style style) {
    return new StudyProgress(out, style);
  }

  @Override
  public void searchStarted(Budget budget, Study study) {
    started = study.definition().clock.instant();
    done = 0;
    expected = budget.findTrials();
    if (budget.findTotal().isPresent()) {
      expected = OptionalInt.of(Math.max(0, budget.findTotal().getAsInt() - study.core().count()));
    }
    limit = budget.findTime();
    out.printf(
        Locale.ROOT,
        "searching %d parameters, %d side by side%n",
        study.space().parameters().size(),
        budget.parallel());
    out.flush();
  }

  @Override
  public void trialFinished(Trial trial, Study study) {
    done++;
    String line = line(trial, study);
    if (style == Style.UPDATING_LINE) {
      int filled = (int) Math.min(BAR, Math.round(BAR * share(elapsed(study))));
      out.print("\r[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + line);
    } else if (isTenth()) {
      out.println(line);
    }
    out.flush();
  }

  private boolean isTenth() {
    int all = expected.orElse(done);
    return done == 1 || 10L * done / all > 10L * (done - 1) / all;
  }

  private Duration elapsed(Study study) {
    return Duration.between(started, study.definition().clock.instant());
  }

  /** How much of the search is done, whichever of its limits is nearer. */
  private double share(Duration elapsed) {
    double ofTrials = expected.isPresent() ? done / (double) Math.max(1, expected.getAsInt()) : 0;
    double ofTime =
        limit.map(it -> elapsed.toNanos() / (double) Math.max(1, it.toNanos())).orElse(0.0);
    return Math.min(1, Math.max(ofTrials, ofTime));
  }

  private String line(Trial trial, Study study) {
    String of = expected.isPresent() ? "/" + expected.getAsInt() : "";
    String text = "trial " + done + of + " " + trial.state().name().toLowerCase(Locale.ROOT);
    if (study.directions().size() == 1) {
      text +=
          study
              .findBest()
              .map(it -> String.format(Locale.ROOT, ", best %.4g (%d)", it.value(), it.number()))
              .orElse("");
    }
    Duration elapsed = elapsed(study);
    double share = share(elapsed);
    if (share > 0 && share < 1) {
      long seconds = Math.round(elapsed.toMillis() / 1000.0 * (1 - share) / share);
      text += String.format(Locale.ROOT, ", %d:%02d to go", seconds / 60, seconds % 60);
    }
    return text;
  }

  @Override
  public void searchFinished(Study study) {
    if (style == Style.UPDATING_LINE) {
      out.println();
    }
    out.println("made " + done + " trials in " + elapsed(study).toSeconds() + " s");
    out.flush();
  }
}
