package io.lepton.audit;

import io.lepton.audit.AuditWriter.Draft;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.InMemoryCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A log in memory with some entries. */
final class LogFixture {
  final InMemoryCatalog catalog = new InMemoryCatalog();
  final FakeClock clock = FakeClock.at("2026-01-01T00:00:00Z");
  final AuditWriter writer = new AuditWriter(catalog, clock);
  final AuditLog log = new AuditLog(catalog, clock);

  LogFixture with(int entries) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      drafts.add(draft("actor-" + i % 3, i));
    }
    writer.apply(List.of(), drafts);
    return this;
  }

  static Draft draft(String actor, int i) {
    return new Draft(
        actor,
        i % 2 == 0 ? "SAVE" : "MOVE_ALIAS",
        "m",
        "subject " + i,
        i % 5 == 4 ? Outcome.DENIED : Outcome.DONE,
        Map.of("reason", "because " + i));
  }
}
