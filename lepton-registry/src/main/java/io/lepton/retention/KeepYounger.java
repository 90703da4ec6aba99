package io.lepton.retention;

import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

record KeepYounger(Duration age) implements Keep {
  KeepYounger {
    if (age.isZero() || age.isNegative()) {
      throw new InvalidInputException(
          "keep what is younger than " + age + "; expected more than 0");
    }
  }

  @Override
  public Map<VersionId, String> choose(List<Candidate> living, Set<VersionId> kept, Instant now) {
    Map<VersionId, String> chosen = new LinkedHashMap<>();
    for (Candidate each : living) {
      if (Duration.between(each.entry().time(), now).compareTo(age) <= 0) {
        chosen.put(each.entry().id(), "not older than " + age);
      }
    }
    return chosen;
  }
}
