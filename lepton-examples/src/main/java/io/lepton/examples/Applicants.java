package io.lepton.examples;

import io.lepton.data.Dataset;
import io.lepton.model.Row;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Simulated applicants: rows drawn with replacement from a part of the data that no model has seen,
 * each with the real label of its row. Not thread-safe.
 */
final class Applicants {
  /**
   * One applicant.
   *
   * @param id unique in the stream
   * @param row what the bank knows
   * @param repays the label that the data have for the row
   */
  record Applicant(String id, Row row, boolean repays) {}

  private final Dataset source;
  private final SplittableRandom random;
  private long drawn;

  Applicants(Dataset heldOut, long seed) {
    source = heldOut;
    random = new SplittableRandom(seed);
  }

  Applicant next() {
    int index = random.nextInt(source.rows());
    drawn++;
    return new Applicant(
        "applicant-" + drawn, source.row(index), source.label(index).equals(CreditScoring.GOOD));
  }

  List<Applicant> next(int count) {
    return Stream.generate(this::next).limit(count).toList();
  }

  /**
   * Someone from a campaign that reaches younger people who ask for more money over a longer time.
   */
  Row nextFromCampaign() {
    Row row = next().row();
    Map<String, Double> factors = Map.of("Amount", 1.8, "Duration", 1.5, "Age", 0.8);
    for (Map.Entry<String, Double> factor : factors.entrySet()) {
      double value = (Double) row.get(factor.getKey()).orElseThrow();
      row = row.with(factor.getKey(), Math.rint(value * factor.getValue()));
    }
    return row;
  }
}
