package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.gate.Approval;
import io.lepton.gate.Evidence;
import io.lepton.gate.Finding;
import io.lepton.gate.Gate;
import io.lepton.gate.GateException;
import io.lepton.gate.GateReport;
import io.lepton.gate.GateResult;
import io.lepton.gate.Verdict;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds moves against the rules before the ref. Thread-safe. */
final class GateKeeper {
  private final Catalog raw;
  private final Function<VersionEntry, Version> versions;
  private final InstantSource clock;
  private final Map<String, Function<Evidence, Finding>> checks;

  GateKeeper(
      Catalog raw,
      Function<VersionEntry, Version> versions,
      InstantSource clock,
      Map<String, Function<Evidence, Finding>> checks) {
    this.raw = raw;
    this.versions = versions;
    this.clock = clock;
    this.checks = checks;
  }

  /** Throws unless the move may be made; gives what the rules say if there are any. */
  Optional<GateReport> decide(MoveRef move, @Nullable String overriding, Guard guard) {
    List<Gate> gates = gates(move.ref());
    if (gates.isEmpty()) {
      return Optional.empty();
    }
    GateReport report = examine(move.ref(), move.target(), gates);
    if (report.verdict() != Verdict.PASS) {
      if (overriding == null) {
        throw new GateException(report);
      }
      guard.require(Action.OVERRIDE, move.ref().model(), move.ref().toString());
    }
    return Optional.of(report);
  }

  GateReport examine(Ref ref, @Nullable VersionId target) {
    return examine(ref, target, gates(ref));
  }

  private List<Gate> gates(Ref ref) {
    return Protections.read(raw, ref).current().map(Protection::gates).orElse(List.of());
  }

  private GateReport examine(Ref ref, @Nullable VersionId target, List<Gate> gates) {
    Optional<VersionEntry> entry = target == null ? Optional.empty() : raw.version(target);
    if (entry.isEmpty()) {
      Finding finding =
          Finding.fail(
              target == null ? "its deletion" : "a version that is not in this store",
              "stays while it is protected",
              "lift the protection first");
      List<GateResult> results =
          gates.isEmpty()
              ? List.of()
              : List.of(new GateResult(Gate.check("points at a version"), finding));
      return new GateReport(ref, target == null ? "nothing" : target.hex(), results);
    }
    Known evidence = new Known(ref, entry.get(), clock.instant());
    return new GateReport(
        ref,
        entry.get().model() + " v" + entry.get().number() + " (" + entry.get().id() + ")",
        gates.stream().map(gate -> new GateResult(gate, gate.check(evidence))).toList());
  }

  private final class Known implements Evidence {
    private final Ref ref;
    private final VersionEntry entry;
    private final Instant now;

    private Known(Ref ref, VersionEntry entry, Instant now) {
      this.ref = ref;
      this.entry = entry;
      this.now = now;
    }

    @Override
    public Version version() {
      return versions.apply(entry);
    }

    @Override
    public Ref ref() {
      return ref;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public Optional<VersionId> pointedAtBy(Ref.Kind kind, String name) {
      return raw.ref(new Ref(ref.model(), kind, name));
    }

    @Override
    public List<EvaluationEntry> evaluations(VersionId version) {
      return raw.evaluations(version);
    }

    @Override
    public List<Approval> approvals() {
      return Approvals.read(raw, entry.model(), entry.id());
    }

    @Override
    public Finding check(String name) {
      Function<Evidence, Finding> check = checks.get(name);
      return check != null
          ? check.apply(this)
          : Finding.inconclusive(
              "no check of that name in this program",
              "must pass",
              "register it with ModelManager.builder(home).check(\"" + name + "\", …)");
    }
  }
}
