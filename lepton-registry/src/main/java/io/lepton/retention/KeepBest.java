package io.lepton.retention;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.VersionId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

record KeepBest(int count, String metric, @Nullable String data) implements Keep {
  KeepBest {
    Objects.requireNonNull(metric);
    if (count < 1) {
      throw new InvalidInputException("keep the best " + count + "; expected 1 or more");
    }
  }

  private record Scored(Candidate candidate, double badness) {}

  @Override
  public Map<VersionId, String> choose(List<Candidate> living, Set<VersionId> kept, Instant now) {
    Map<VersionId, String> chosen = new LinkedHashMap<>();
    living.stream()
        .flatMap(each -> badness(each).map(value -> new Scored(each, value)).stream())
        .sorted(Comparator.comparingDouble(Scored::badness)) // stable: of equals, the newest first
        .limit(count)
        .forEach(
            scored ->
                chosen.put(
                    scored.candidate.entry().id(),
                    "among the best "
                        + count
                        + " by "
                        + metric
                        + (data == null ? "" : " on " + data)));
    return chosen;
  }

  private Optional<Double> badness(Candidate candidate) {
    Optional<Measure> last = Optional.empty();
    for (var entry : candidate.evaluations()) {
      Evaluation evaluation = entry.evaluation();
      if (data == null || evaluation.data().name().equals(data)) {
        Optional<Measure> measure = evaluation.find(metric);
        last = measure.isPresent() ? measure : last;
      }
    }
    return last.map(
        m -> m.direction() == Measure.Direction.HIGHER_IS_BETTER ? -m.value() : m.value());
  }
}
