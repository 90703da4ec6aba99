package io.lepton.tune;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A trial at work: its point, and what is to be said about it. Used by one thread at a time. Within
 * {@link Study#optimize} the study ends the trial; who asked for it by {@link Study#ask} ends it by
 * {@link #tell}, {@link #prune} or {@link #fail}.
 */
public final class RunningTrial {
  private final Study study;
  private final int number;
  private final Hyperparameters proposed;
  private Hyperparameters asked = Hyperparameters.none();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private List<Double> constraints = List.of();

  RunningTrial(Study study, int number, Hyperparameters proposed) {
    this.study = study;
    this.number = number;
    this.proposed = proposed;
  }

  /**
   * The number of the trial.
   *
   * @return from 1
   */
  public int number() {
    return number;
  }

  /**
   * The point to be tried.
   *
   * @return a value for each parameter that counts; if the space is {@linkplain
   *     SearchSpace#discovered discovered}, for those asked for so far
   */
  public Hyperparameters parameters() {
    return study.definition().space.isDiscovered() ? asked : proposed;
  }

  /**
   * Asks for the value of a parameter that is defined here and now. In a study whose space is
   * {@linkplain SearchSpace#discovered discovered}, a parameter that was never asked for joins the
   * space; in any other one, the space must have the same parameter.
   *
   * @param parameter the same in every trial that asks for its name
   * @return a value that it contains, the same if asked again
   * @throws InvalidInputException if the study knows another parameter of that name
   * @throws NotFoundException if the space was declared and has no such parameter, or it does not
   *     count
   */
  public Object suggest(Parameter parameter) {
    Object value = study.core().suggest(number, parameter, proposed);
    asked = asked.with(parameter.name(), value);
    return value;
  }

  /**
   * Asks for a continuous number, as {@link #suggest} does.
   *
   * @param name of the parameter
   * @param low smallest value
   * @param high largest value, above {@code low}
   * @return its value
   * @throws InvalidInputException if the range is not valid, or was another one before
   */
  public double suggestDecimal(String name, double low, double high) {
    return suggestDecimal(name, low, high, Scale.LINEAR);
  }

  /**
   * Asks for a continuous number, as {@link #suggest} does.
   *
   * @param name of the parameter
   * @param low smallest value; above 0 on a logarithmic scale
   * @param high largest value, above {@code low}
   * @param scale how it is spread
   * @return its value
   * @throws InvalidInputException if the range is not valid, or was another one before
   */
  public double suggestDecimal(String name, double low, double high, Scale scale) {
    return (Double) suggest(new DecimalParameter(name, low, high, scale, 0));
  }

  /**
   * Asks for a whole number, as {@link #suggest} does.
   *
   * @param name of the parameter
   * @param low smallest value
   * @param high largest value, at least {@code low}
   * @return its value
   * @throws InvalidInputException if the range is not valid, or was another one before
   */
  public long suggestWhole(String name, long low, long high) {
    return suggestWhole(name, low, high, Scale.LINEAR);
  }

  /**
   * Asks for a whole number, as {@link #suggest} does.
   *
   * @param name of the parameter
   * @param low smallest value; at least 1 on a logarithmic scale
   * @param high largest value, at least {@code low}
   * @param scale how it is spread
   * @return its value
   * @throws InvalidInputException if the range is not valid, or was another one before
   */
  public long suggestWhole(String name, long low, long high, Scale scale) {
    return (Long) suggest(new WholeParameter(name, low, high, scale, 1));
  }

  /**
   * Asks for one of some texts, as {@link #suggest} does.
   *
   * @param name of the parameter
   * @param values at least one, each once
   * @return one of them
   * @throws InvalidInputException if there are no values, or were others before
   */
  public String suggestText(String name, String... values) {
    return (String) suggest(new ChoiceParameter(name, List.of((Object[]) values)));
  }

  /**
   * A number of the point.
   *
   * @param name of the parameter
   * @return its value
   * @throws NotFoundException if it does not count
   * @throws InvalidInputException if it is not a number
   */
  public double number(String name) {
    return parameters().number(name);
  }

  /**
   * A whole number of the point.
   *
   * @param name of the parameter
   * @return its value
   * @throws NotFoundException if it does not count
   * @throws InvalidInputException if it is not a whole number
   */
  public long integer(String name) {
    return parameters().integer(name);
  }

  /**
   * A text of the point.
   *
   * @param name of the parameter
   * @return its value
   * @throws NotFoundException if it does not count
   * @throws InvalidInputException if it is not a text
   */
  public String text(String name) {
    return parameters().text(name);
  }

  /**
   * Reports a value on the way, for the pruner and the record. NaN and infinite values may be
   * reported.
   *
   * @param step such as the epoch, at least 0; each once
   * @param value in the direction's own sense
   * @throws InvalidInputException if the study has several directions, or the step is below 0 or
   *     was reported before
   * @throws ConflictException if the trial has ended, such as by being given up for lost
   */
  public void report(long step, double value) {
    study.core().report(number, step, value);
  }

  /**
   * Asks the pruner, which looks at what was reported so far.
   *
   * @return true if the trial should end by {@link #pruned}; false if nothing was reported
   */
  public boolean shouldPrune() {
    return study.core().shouldPrune(number);
  }

  /**
   * Makes the exception by which an objective gives the trial up.
   *
   * @return to be thrown
   */
  public PrunedException pruned() {
    return new PrunedException("trial " + number + " is given up");
  }

  /**
   * Notes something of the trial, kept when it ends.
   *
   * @param name of the note; a second note of that name replaces the first
   * @param value text
   * @return this
   */
  public RunningTrial attribute(String name, String value) {
    attributes.put(Objects.requireNonNull(name), Objects.requireNonNull(value));
    return this;
  }

  /**
   * Says how far constraints hold. A trial with one above 0 is not feasible: it is never the best,
   * and samplers that know constraints avoid its like.
   *
   * @param values each at most 0 if the constraint holds; the same constraints in every trial
   * @return this
   * @throws InvalidInputException if one is NaN
   */
  public RunningTrial constraints(double... values) {
    List<Double> all = new ArrayList<>();
    for (double value : values) {
      if (Double.isNaN(value)) {
        throw new InvalidInputException(
            "constraint " + all.size() + " of trial " + number + " is NaN; expected a number");
      }
      all.add(value);
    }
    constraints = List.copyOf(all);
    return this;
  }

  /**
   * Ends the trial with its values.
   *
   * @param values one for each direction, each as {@link Objective#evaluate} says
   * @return the trial as it ended: COMPLETE, or FAILED if a value is not valid
   * @throws InvalidInputException if there are more or fewer values than directions; the trial then
   *     goes on
   * @throws ConflictException if it has ended
   */
  public Trial tell(double... values) {
    told();
    return study.core().complete(number, values, constraints, attributes);
  }

  /**
   * Ends the trial as not worth going on with.
   *
   * @return the trial as it ended
   * @throws ConflictException if it has ended
   */
  public Trial prune() {
    told();
    return study.core().end(number, TrialState.PRUNED, constraints, attributes, null);
  }

  /**
   * Ends the trial as failed.
   *
   * @param reason why
   * @return the trial as it ended
   * @throws ConflictException if it has ended
   */
  public Trial fail(String reason) {
    told();
    return study
        .core()
        .end(number, TrialState.FAILED, constraints, attributes, Objects.requireNonNull(reason));
  }

  /** As if the objective had asked for all that was proposed. */
  RunningTrial askedForAll() {
    asked = proposed;
    return this;
  }

  private void told() {
    study.core().asked(number, asked);
  }
}
