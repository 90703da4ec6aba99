package io.lepton.ensemble;

import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Prediction.Classification;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks every member. As thread-safe, and as equal to the bit, as its members are. */
final class EnsemblePredictor implements Predictor {
  private final List<Predictor> members;
  private final Combination combination;

  private EnsemblePredictor(List<Predictor> members, Combination combination) {
    this.members = members;
    this.combination = combination;
  }

  static EnsemblePredictor load(Ensemble ensemble) {
    List<Predictor> loaded = new ArrayList<>();
    try {
      for (ModelSnapshot member : ensemble.members()) {
        loaded.add(load(member, loaded.size()));
      }
    } catch (RuntimeException | Error e) {
      loaded.forEach(Predictor::close);
      throw e;
    }
    return new EnsemblePredictor(loaded, ensemble.combination());
  }

  private static Predictor load(ModelSnapshot member, int index) {
    try {
      return ModelEngine.forFormat(member.format()).load(member);
    } catch (CorruptDataException e) {
      String message = String.valueOf(e.getMessage());
      for (String name : member.weights().names()) { // as they are called in the ensemble
        message = message.replace("\"" + name + "\"", "\"" + Ensemble.tensor(index, name) + "\"");
      }
      throw new CorruptDataException("member " + index + " of the ensemble: " + message, e);
    }
  }

  @Override
  public Signature signature() {
    return members.get(0).signature();
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    List<List<Prediction>> answers = new ArrayList<>();
    for (Predictor member : members) {
      answers.add(member.predict(rows));
    }
    List<Prediction> combined = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      combined.add(combine(answers, row));
    }
    return combined;
  }

  private Classification combine(List<List<Prediction>> answers, int row) {
    List<String> classes = List.copyOf(classification(answers, 0, row).probabilities().keySet());
    double[][] probabilities = new double[answers.size()][];
    for (int member = 0; member < answers.size(); member++) {
      probabilities[member] = probabilities(classification(answers, member, row), classes, member);
    }
    double[] shares = combination.combine(probabilities);
    Map<String, Double> named = new LinkedHashMap<>();
    for (int k = 0; k < shares.length; k++) {
      named.put(classes.get(k), shares[k]);
    }
    return new Classification(classes.get(combination.decide(probabilities, shares)), named);
  }

  private static Classification classification(
      List<List<Prediction>> answers, int member, int row) {
    Prediction answer = answers.get(member).get(row);
    if (answer instanceof Classification classification) {
      return classification;
    }
    throw new InvalidInputException(
        "member " + member + " of the ensemble answers " + answer + "; expected classifiers");
  }

  static double[] probabilities(Classification answer, List<String> classes, int member) {
    if (answer.probabilities().size() != classes.size()
        || !answer.probabilities().keySet().containsAll(classes)) {
      throw new EngineException(
          "member "
              + member
              + " of the ensemble knows the classes "
              + answer.probabilities().keySet()
              + ", member 0 knows "
              + classes
              + "; train all on data with every class");
    }
    return classes.stream().mapToDouble(answer::probability).toArray();
  }

  @Override
  public void close() {
    members.forEach(Predictor::close);
  }
}
