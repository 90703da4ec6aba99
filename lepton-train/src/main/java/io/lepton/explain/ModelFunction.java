package io.lepton.explain;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A model seen as a function from cases to named numbers, which is all that model-agnostic
 * explanations need. It is asked in batches; every answer is checked: as many as were asked for, of
 * the right width, finite.
 *
 * <p>As safe for use by many threads as the model behind it. It closes nothing.
 *
 * @param <C> what a case is: a {@link Row} or a {@code double[]}
 */
public final class ModelFunction<C> {
  private static final int BATCH = 2048;

  private final CaseType<C> type;
  private final Function<List<C>, Answer> model;
  private final int batch;
  private volatile List<String> outputs;

  /** What a model said: numbers by case and output. */
  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Answer(List<String> outputs, double[][] values) {}

  private ModelFunction(
      CaseType<C> type, List<String> outputs, Function<List<C>, Answer> model, int batch) {
    this.type = type;
    this.outputs = outputs;
    this.model = model;
    this.batch = batch;
  }

  /**
   * Any engine's model. Rows go in raw, as the application has them.
   *
   * @param predictor to be asked; must stay open as long as this is used
   * @param outputs the numbers of its predictions to explain, such as a class for that class's
   *     probability; none for all
   * @return the function; its features are the inputs of the signature
   */
  public static ModelFunction<Row> of(Predictor predictor, String... outputs) {
    List<String> wanted = List.of(outputs);
    distinct("output", wanted);
    List<String> features =
        predictor.signature().inputs().stream().map(Signature.Field::name).toList();
    return new ModelFunction<>(
        new CaseType.Rows(features),
        wanted,
        rows -> numbers(predictor.predict(rows), wanted),
        BATCH);
  }

  private static Answer numbers(List<Prediction> predictions, List<String> wanted) {
    List<String> names =
        wanted.isEmpty() ? List.copyOf(predictions.get(0).numbers().keySet()) : wanted;
    double[][] values = new double[predictions.size()][names.size()];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < names.size(); j++) {
        Double value = predictions.get(i).numbers().get(names.get(j));
        if (value == null) {
          throw new NotFoundException(
              "the model's predictions have no number \""
                  + names.get(j)
                  + "\"; there are "
                  + predictions.get(i).numbers().keySet());
        }
        values[i][j] = value;
      }
    }
    return new Answer(names, values);
  }

  /**
   * A function of raw rows.
   *
   * @param features columns it takes, at least one, no two alike
   * @param outputs names of its numbers, at least one, no two alike
   * @param function gives one number per row and output; must not change its input
   * @return the function
   */
  public static ModelFunction<Row> ofRows(
      List<String> features, List<String> outputs, Function<List<Row>, double[][]> function) {
    List<String> names = named("output", outputs);
    return new ModelFunction<>(
        new CaseType.Rows(named("feature", features)),
        names,
        rows -> new Answer(names, function.apply(rows)),
        BATCH);
  }

  /**
   * A function of vectors.
   *
   * @param features names of the places, at least one, no two alike
   * @param outputs names of its numbers, at least one, no two alike
   * @param function from inputs [case][feature] to outputs [case][output]; must not change its
   *     input
   * @return the function
   */
  public static ModelFunction<double[]> ofNumbers(
      List<String> features, List<String> outputs, UnaryOperator<double[][]> function) {
    List<String> names = named("output", outputs);
    return new ModelFunction<>(
        new CaseType.Numbers(named("feature", features)),
        names,
        cases -> new Answer(names, function.apply(cases.toArray(new double[0][]))),
        BATCH);
  }

  private static List<String> named(String what, List<String> names) {
    if (names.isEmpty()) {
      throw new InvalidInputException("no " + what + "s; expected at least one");
    }
    return distinct(what, List.copyOf(names));
  }

  private static List<String> distinct(String what, List<String> names) {
    if (new HashSet<>(names).size() < names.size()) {
      throw new InvalidInputException(what + "s " + names + "; expected no two alike");
    }
    return names;
  }

  /**
   * Sets how many cases the model is asked for at once.
   *
   * @param size at least 1; 2048 by default
   * @return a new function
   */
  public ModelFunction<C> withBatch(int size) {
    if (size < 1) {
      throw new InvalidInputException("a batch of " + size + " cases; expected at least 1");
    }
    return new ModelFunction<>(type, outputs, model, size);
  }

  /**
   * What it takes.
   *
   * @return the features' names, in order
   */
  public List<String> features() {
    return type.features();
  }

  /**
   * Asks the model.
   *
   * @param cases any number
   * @return numbers by case and output, all finite
   * @throws EngineException if the model throws, or gives too few or too many numbers, or one that
   *     is not finite; the message names the case. A Lepton exception of the model is passed on
   */
  public double[][] apply(List<C> cases) {
    return apply(cases, ProgressListener.NONE);
  }

  double[][] apply(List<C> cases, ProgressListener listener) {
    double[][] values = new double[cases.size()][];
    for (int start = 0; start < values.length; start += batch) {
      int end = Math.min(values.length, start + batch);
      System.arraycopy(ask(cases.subList(start, end), start), 0, values, start, end - start);
      listener.progressed(end, values.length);
    }
    return values;
  }

  private double[][] ask(List<C> cases, int first) {
    Answer answer;
    try {
      answer = model.apply(cases);
    } catch (LeptonException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EngineException(
          "the model threw on cases " + first + " to " + (first + cases.size() - 1) + ": " + e, e);
    }
    List<String> names = answer.outputs;
    double[][] values = answer.values;
    if (values == null) { // a caller's function may well
      throw new EngineException("the model gave null for " + cases.size() + " cases");
    }
    if (values.length != cases.size()) {
      throw new EngineException(
          "the model gave " + values.length + " answers for " + cases.size() + " cases");
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw new EngineException("the model gave null for case " + (first + i));
      }
      if (values[i].length != names.size()) {
        throw new EngineException(
            "the model gave "
                + values[i].length
                + " numbers for case "
                + (first + i)
                + "; expected one for each of "
                + names);
      }
      for (int j = 0; j < names.size(); j++) {
        if (!Double.isFinite(values[i][j])) {
          throw new EngineException(
              "the model's output \""
                  + names.get(j)
                  + "\" of case "
                  + (first + i)
                  + " is "
                  + values[i][j]
                  + "; what is not finite cannot be explained");
        }
      }
    }
    outputs = names;
    return values;
  }

  /** The outputs' names; the model may have to be asked once to know them. */
  List<String> outputs(C example) {
    if (outputs.isEmpty()) {
      ask(List.of(example), 0);
    }
    return outputs;
  }

  CaseType<C> type() {
    return type;
  }

  int batch() {
    return batch;
  }

  /** Background or cases to explain: at least so many, each with the model's features. */
  List<C> checked(String what, List<C> cases, int least) {
    if (cases.size() < least) {
      throw new InvalidInputException(
          cases.size() + " cases as " + what + "; expected at least " + least);
    }
    List<C> copy = new ArrayList<>(cases);
    for (int i = 0; i < copy.size(); i++) {
      type.check(copy.get(i), what + " " + i);
    }
    return List.copyOf(copy);
  }

  C checked(C one) {
    type.check(one, "the case to explain");
    return one;
  }
}
