package io.lepton.retention;

import io.lepton.model.VersionId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

record KeepParents() implements Keep {
  @Override
  public Map<VersionId, String> choose(List<Candidate> living, Set<VersionId> kept, Instant now) {
    Map<VersionId, String> chosen = new LinkedHashMap<>();
    for (Candidate each : living) {
      if (kept.contains(each.entry().id())) {
        each.entry()
            .parents()
            .forEach(parent -> chosen.putIfAbsent(parent, "parent of v" + each.entry().number()));
      }
    }
    return chosen;
  }
}
