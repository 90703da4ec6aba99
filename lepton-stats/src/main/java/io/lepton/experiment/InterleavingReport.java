package io.lepton.experiment;

import io.lepton.model.Interval;
import io.lepton.stats.RatioSummary;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.interleave.Preference;
import io.lepton.stats.internal.Tails;
import io.lepton.stats.sequential.AlwaysValid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of two rankers the clicks favour, as numbers; {@link #toString} and {@link #html} are for
 * people, {@link #json} for programs.
 *
 * @param design what was agreed
 * @param time when it was made
 * @param through sequence of the last log entry behind it
 * @param clicks on all lists, once a result
 * @param clicked lists with a click
 * @param lists whom each list favours; those without a click are ties
 * @param users whom each user's lists favour, more often than not; a list of no known user counts
 *     as a user of its own
 * @param test exact sign test of the users, for one look; null if there is no list
 * @param difference {@code (first + ties/2) / lists − 1/2}, from −0.5 to 0.5, above 0 where the
 *     first ranker is preferred; null if there is no list
 * @param interval of the difference, 95 %, for one look, with users as clusters; null if there are
 *     fewer than two users, or nothing varies
 * @param anyTime interval and p-value of the difference that hold at all looks together; null
 *     before there are a hundred users
 */
public record InterleavingReport(
    InterleavingDesign design,
    Instant time,
    long through,
    long clicks,
    long clicked,
    Preference lists,
    Preference users,
    Preference.@Nullable Result test,
    @Nullable Double difference,
    @Nullable Interval interval,
    AlwaysValid.@Nullable Result anyTime) {
  private static final double LEVEL = 0.95;

  static InterleavingReport of(
      InterleavingDesign design, InterleavingJournal journal, Instant now) {
    Map<List<String>, Preference> byUser = new LinkedHashMap<>();
    journal.forEach(
        (shown, credit) -> {
          String user = shown.user();
          List<String> key = user == null ? List.of("", shown.query()) : List.of(user);
          byUser.merge(key, Preference.NONE.plus(credit), Preference::plus);
        });
    Preference lists = Preference.NONE;
    for (Preference each : byUser.values()) {
      lists = lists.plus(each);
    }
    Preference users = Preference.byQuery(byUser.values());
    if (byUser.isEmpty()) {
      return new InterleavingReport(
          design, now, journal.through(), 0, 0, lists, users, null, null, null, null);
    }
    SampleSummary clustered = clustered(new ArrayList<>(byUser.values()));
    boolean varies = clustered.n() > 1 && clustered.variance() > 0;
    return new InterleavingReport(
        design,
        now,
        journal.through(),
        journal.clicks(),
        journal.clicked(),
        lists,
        users,
        users.test(),
        clustered.mean(),
        varies ? interval(clustered) : null,
        varies && clustered.n() >= Moment.BURN_IN
            ? AlwaysValid.withDefaults()
                .test(clustered.mean(), error(clustered), (double) clustered.n())
            : null);
  }

  /** The difference as the mean of a value per user, with the variance of the delta method. */
  private static SampleSummary clustered(List<Preference> users) {
    return RatioSummary.of(
            users.stream().mapToDouble(each -> 0.5 * (each.first() - each.second())).toArray(),
            users.stream().mapToDouble(InterleavingReport::all).toArray())
        .linearised();
  }

  private static double all(Preference each) {
    return (double) each.first() + each.second() + each.ties();
  }

  private static double error(SampleSummary clustered) {
    return Math.sqrt(clustered.variance() / clustered.n());
  }

  private static Interval interval(SampleSummary clustered) {
    double reach =
        error(clustered) * Tails.studentUpperQuantile((1 - LEVEL) / 2, clustered.n() - 1.0);
    return new Interval(
        Math.max(-0.5, clustered.mean() - reach),
        Math.min(0.5, clustered.mean() + reach),
        LEVEL,
        "t, clusters by delta method");
  }

  /**
   * All numbers for programs: names as in this record and those it holds, times in ISO 8601.
   *
   * @return JSON
   */
  public String json() {
    return InterleavingReportForms.json(this);
  }

  /**
   * A page with the difference as a picture; in a notebook {@code display(report.html(),
   * "text/html")}.
   *
   * @return HTML 5 that loads nothing from elsewhere
   */
  public String html() {
    return InterleavingReportForms.html(this);
  }

  /** The whole report as text of some ten lines. */
  @Override
  public String toString() {
    return InterleavingReportForms.text(this);
  }
}
