package io.lepton.retention;

import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

record KeepHeads() implements Keep {
  @Override
  public Map<VersionId, String> choose(List<Candidate> living, Set<VersionId> kept, Instant now) {
    Map<VersionId, String> chosen = new LinkedHashMap<>();
    for (Candidate each : living) {
      for (Ref ref : each.refs()) {
        if (ref.kind() == Ref.Kind.BRANCH) {
          chosen.putIfAbsent(each.entry().id(), "head of " + ref.name());
        }
      }
    }
    return chosen;
  }
}
