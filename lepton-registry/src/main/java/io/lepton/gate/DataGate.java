package io.lepton.gate;

import io.lepton.bytes.Digest;
import io.lepton.spi.Catalog.EvaluationEntry;
import java.util.List;
import java.util.Objects;

/**
 * There is an evaluation on exactly this data.
 *
 * @param fingerprint of the data
 */
record DataGate(Digest fingerprint) implements Gate {
  DataGate {
    Objects.requireNonNull(fingerprint);
  }

  @Override
  public String describe() {
    return "evaluated on data " + fingerprint.hex().substring(0, 12);
  }

  @Override
  public Finding check(Evidence evidence) {
    List<EvaluationEntry> all = evidence.evaluations(evidence.version().id());
    String bound = "on " + fingerprint;
    for (EvaluationEntry entry : all) {
      if (entry.evaluation().data().fingerprint().equals(fingerprint)) {
        return Finding.pass("evaluated on " + entry.evaluation().data().name(), bound);
      }
    }
    return all.isEmpty()
        ? Finding.inconclusive("never evaluated", bound, "evaluate on that data")
        : Finding.fail(
            "evaluated on "
                + all.stream()
                    .map(e -> e.evaluation().data().fingerprint().hex())
                    .distinct()
                    .toList(),
            bound,
            "evaluate on that data");
  }
}
