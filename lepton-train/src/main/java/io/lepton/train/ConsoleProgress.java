package io.lepton.train;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows a training's progress on a stream the program gives: one line that is written over on a
 * terminal, a line for every tenth of the epochs otherwise. Not thread-safe; use one for each
 * training.
 */
public final class ConsoleProgress implements TrainingListener {
  private static final int BAR = 24;

  /** How progress is shown. */
  public enum Style {
    /** One line, written over with a carriage return. */
    UPDATING_LINE,
    /** A new line for every tenth of the epochs. */
    SPARSE_LINES
  }

  private final PrintStream out;
  private final Style style;

  private ConsoleProgress(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /**
   * Shows progress in a given style.
   *
   * @param out such as {@code System.out}
   * @param style how
   * @return a listener
   */
  public static ConsoleProgress to(PrintStream out, Style style) {
    return new ConsoleProgress(out, style);
  }

  /**
   * Shows progress on one line if the program runs on a terminal, in sparse lines otherwise.
   *
   * @param out such as {@code System.out}
   * @return a listener
   */
  public static ConsoleProgress to(PrintStream out) {
    return to(out, isTerminal() ? Style.UPDATING_LINE : Style.SPARSE_LINES);
  }

  @SuppressWarnings("SystemConsoleNull") // what newer JDKs do is asked for below
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console even when output goes to a file.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  @Override
  public void started(TrainingPlan plan) {
    out.printf(
        Locale.ROOT,
        "training %,d parameters on %,d rows, validating on %,d%n",
        plan.parameters(),
        plan.rows(),
        plan.validationRows());
    out.flush();
  }

  @Override
  public Verdict epochDone(Epoch epoch) {
    if (style == Style.UPDATING_LINE) {
      int done = BAR * epoch.number() / epoch.limit();
      out.print("\r[" + "#".repeat(done) + ".".repeat(BAR - done) + "] " + line(epoch));
    } else if (epoch.number() == 1 || isTenth(epoch)) {
      out.println(line(epoch));
    }
    out.flush();
    return Verdict.GO_ON;
  }

  private static boolean isTenth(Epoch epoch) {
    return 10L * epoch.number() / epoch.limit() > 10L * (epoch.number() - 1) / epoch.limit();
  }

  private static String line(Epoch epoch) {
    String text =
        String.format(
            Locale.ROOT,
            "epoch %d/%d, loss %.4f",
            epoch.number(),
            epoch.limit(),
            epoch.trainingLoss());
    return Double.isNaN(epoch.validationLoss())
        ? text
        : text
            + String.format(
                Locale.ROOT,
                ", validation %.4f, accuracy %.3f",
                epoch.validationLoss(),
                epoch.validationAccuracy());
  }

  @Override
  public void finished(History history) {
    if (style == Style.UPDATING_LINE) {
      out.println();
    }
    out.println(
        "stopped after epoch "
            + history.epochs().size()
            + " ("
            + switch (history.stopReason()) {
              case EPOCHS -> "the last";
              case EARLY -> "no better on validation";
              case LISTENER -> "asked to";
            }
            + "), kept the weights of epoch "
            + history.bestEpoch());
    out.flush();
  }
}
