package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.gate.Approval;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import java.util.ArrayList;
import java.util.List;

/** Where approvals are kept: a stream of events for each version. */
final class Approvals {
  static final String PREFIX = "lepton/approvals:";
  private static final int PAGE = 1000;

  private Approvals() {}

  private static String stream(String model, VersionId version) {
    return PREFIX + model + ":" + version.hex();
  }

  static AppendEvent event(String model, VersionId version, Approval approval) {
    String json = Json.text(approval);
    return new AppendEvent(stream(model, version), Digest.of(json).hex(), approval.time(), json);
  }

  static List<Approval> read(Catalog catalog, String model, VersionId version) {
    List<Approval> all = new ArrayList<>();
    String stream = stream(model, version);
    List<Event> page = catalog.events(stream, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(
          event ->
              all.add(Json.read(event.payload(), Approval.class, "approval of " + version.hex())));
      page = catalog.events(stream, page.get(page.size() - 1).sequence(), PAGE);
    }
    return all;
  }
}
