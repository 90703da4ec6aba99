package io.lepton.explain;

import io.lepton.error.NotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A simple model that stands in for the real one near a case (Ribeiro, Singh and Guestrin 2016).
 *
 * @param output what is explained
 * @param prediction the real model's output of the case
 * @param localPrediction what the simple model says of the case
 * @param intercept of the simple model: where none of the terms holds
 * @param terms by feature or word, in order
 * @param rSquared share of the output's weighted variance among the samples that the simple model
 *     accounts for; where it is low, do not believe the terms
 * @param samples number of cases the model was asked for
 */
public record LocalModel(
    String output,
    double prediction,
    double localPrediction,
    double intercept,
    List<Term> terms,
    double rSquared,
    int samples) {
  /**
   * What one condition is worth.
   *
   * @param feature name of the feature, or the word
   * @param condition that holds for the case, such as {@code 4 < Duration <= 12}
   * @param weight in the output's unit; above 0 where the condition raises the output
   * @param standardError of the weight, from sampling
   */
  public record Term(String feature, String condition, double weight, double standardError) {}

  /** {@inheritDoc} */
  public LocalModel {
    terms = List.copyOf(terms);
  }

  static LocalModel of(
      String output,
      double prediction,
      LocalFit fit,
      List<String> features,
      List<String> conditions,
      int samples) {
    List<Term> terms = new ArrayList<>();
    for (int j = 0; j < features.size(); j++) {
      terms.add(
          new Term(features.get(j), conditions.get(j), fit.weights[j], fit.standardErrors[j]));
    }
    return new LocalModel(
        output, prediction, fit.atTheCase(), fit.intercept, terms, fit.rSquared, samples);
  }

  /**
   * One term.
   *
   * @param feature name of the feature, or the word
   * @return the term
   * @throws NotFoundException if there is none
   */
  public Term get(String feature) {
    return terms.stream()
        .filter(term -> term.feature().equals(feature))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no term \""
                        + feature
                        + "\"; there are "
                        + terms.stream().map(Term::feature).toList()));
  }

  /**
   * The terms from the strongest, whatever their sign.
   *
   * @return all of them, sorted
   */
  public List<Term> strongest() {
    return terms.stream()
        .sorted(Comparator.comparingDouble((Term term) -> -Math.abs(term.weight())))
        .toList();
  }

  /** The simple model in words, the strongest terms first. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s = %s, %s by the local model (R² %.2f)",
                output,
                Shown.number(prediction),
                Shown.number(localPrediction),
                rSquared));
    for (Term term : strongest()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  %+.4f ± %.4f  %s",
              term.weight(),
              term.standardError(),
              term.condition()));
    }
    return text.toString();
  }
}
