package io.lepton.retention;

import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

record KeepLast(int count) implements Keep {
  KeepLast {
    if (count < 1) {
      throw new InvalidInputException("keep the last " + count + "; expected 1 or more");
    }
  }

  @Override
  public Map<VersionId, String> choose(List<Candidate> living, Set<VersionId> kept, Instant now) {
    Map<VersionId, String> chosen = new LinkedHashMap<>();
    living.stream()
        .limit(count)
        .forEach(each -> chosen.put(each.entry().id(), "among the last " + count));
    return chosen;
  }
}
