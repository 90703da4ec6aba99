package io.lepton.experiment;

import io.lepton.experiment.BanditReport.Alternative;
import io.lepton.model.Interval;
import io.lepton.stats.bandit.AdaptiveEstimate;
import io.lepton.stats.bandit.OffPolicyEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A bandit's report for people. */
final class BanditReportText {
  private static final double ENOUGH = 0.01;

  private final BanditReport report;
  private final StringBuilder text = new StringBuilder();

  private BanditReportText(BanditReport report) {
    this.report = report;
  }

  static String of(BanditReport report) {
    BanditReportText writer = new BanditReportText(report);
    writer.head();
    writer.arms();
    writer.alternatives();
    sayings(report).forEach(each -> writer.line("%s", each));
    return writer.text.toString();
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
  }

  private void head() {
    BanditDesign design = report.design();
    line("Bandit %s, started %s: %s", design.name(), design.started(), design.policy());
    line(
        "%s units chosen for, %s waiting for their reward, %s rewards too late",
        Numbers.of(report.choices()), Numbers.of(report.waiting()), Numbers.of(report.late()));
  }

  private void arms() {
    line("");
    line(
        "  %-24s %9s %9s %10s  %-24s %-9s %s",
        "arm", "chosen", "learned", "mean*", "95 % by the propensities", "P(best)", "posterior");
    for (BanditArm arm : report.arms()) {
      line(
          "  %-24s %9s %9s %10s  %-24s %-9s %s",
          arm.arm(),
          Numbers.of(arm.chosen()),
          Numbers.of(arm.learned()),
          orDash(arm.mean()),
          orDash(arm.value()),
          orDash(arm.probabilityBest()),
          orDash(arm.posterior()));
    }
    line("  * of an arm that had bad luck too low: it is hardly chosen again. Do not report it.");
    line("");
  }

  private void alternatives() {
    line("  %-24s %-24s %-24s %s", "would have earned", "IPS", "SNIPS", "doubly robust");
    for (Alternative each : report.alternatives()) {
      line(
          "  %-24s %-24s %-24s %s",
          each.name(), orDash(each.ips()), orDash(each.snips()), orDash(each.doublyRobust()));
    }
    line("");
  }

  static String orDash(@Nullable Double value) {
    return value == null ? "–" : Numbers.of(value);
  }

  static String orDash(@Nullable Interval interval) {
    return interval == null
        ? "–"
        : "[" + Numbers.of(interval.low()) + ", " + Numbers.of(interval.high()) + "]";
  }

  static String orDash(AdaptiveEstimate.@Nullable Result found) {
    return found == null ? "–" : Numbers.of(found.value()) + " " + orDash(found.interval());
  }

  static String orDash(OffPolicyEvaluation.@Nullable Result found) {
    return found == null
        ? "–"
        : Numbers.of(found.value())
            + " "
            + orDash(found.interval())
            + (found.warnings().isEmpty() ? "" : "!");
  }

  /** What follows from the numbers, and what does not. */
  static List<String> sayings(BanditReport report) {
    List<String> said = new ArrayList<>();
    report
        .findBest()
        .ifPresent(
            best ->
                said.add(
                    "Most probably the best is "
                        + best.arm()
                        + ": "
                        + orDash(best.probabilityBest())
                        + ", if prior and model of the rewards hold and units are independent."));
    if (report.stopping() != null) {
      said.add(
          report.stopping().stop()
              ? "It may be named the best with a risk of 5 %, however often one looked."
              : "It may not yet be named the best with a risk of 5 %: the evidence is "
                  + Numbers.of(report.stopping().evidence())
                  + " of "
                  + Numbers.of(report.stopping().threshold())
                  + ".");
    }
    if (report.regret() != null) {
      said.add(
          "Lost by not always choosing the best arm: about "
              + Numbers.of(report.regret().estimate())
              + " of reward, 95 % "
              + orDash(report.regret().interval())
              + ".");
    }
    thin(report, said);
    if (report.ended() != null) {
      said.add(
          "Ended at "
              + report.ended().time()
              + " with "
              + report.ended().arm()
              + (report.ended().probabilityBest() == null
                  ? ""
                  : ", then the best with probability " + orDash(report.ended().probabilityBest()))
              + ".");
    }
    return said;
  }

  private static void thin(BanditReport report, List<String> said) {
    List<Variant> thin =
        report.arms().stream().filter(BanditAnalysis::isThin).map(BanditArm::arm).toList();
    if (report.choices() > 0 && !thin.isEmpty()) {
      said.add(
          "Do not trust the intervals of "
              + thin
              + " nor what is marked with !: too rarely could they be chosen so far."
              + (report.design().minimumPropensity() < ENOUGH
                  ? " A minimum propensity of 0.01 or more keeps every arm estimable."
                  : ""));
    }
  }
}
