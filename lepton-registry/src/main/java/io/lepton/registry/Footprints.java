package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.audit.AuditLog;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RemovePack;
import io.lepton.spi.Catalog.RequireStreamEnd;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what a transaction does, in the words of permissions and of the audit log. */
final class Footprints {
  private static final String OWN = "lepton/";

  private final Catalog catalog;
  private final List<? extends Change> changes;
  private final List<Footprint> found = new ArrayList<>();
  private final Map<VersionId, AddVersion> added = new LinkedHashMap<>();
  private final Map<String, String> upkeep = new LinkedHashMap<>();

  /**
   * One thing that is done.
   *
   * @param action what
   * @param model whose matter; empty for the whole store's
   * @param subject what is acted upon
   * @param details whatever else is known
   */
  record Footprint(Action action, String model, String subject, Map<String, String> details) {
    /** Streams of the application are logs of their own and may be long; so are checkpoints. */
    boolean isRecorded() {
      return action != Action.RECORD && action != Action.CHECKPOINT;
    }
  }

  private Footprints(Catalog catalog, List<? extends Change> changes) {
    this.catalog = catalog;
    this.changes = changes;
  }

  static List<Footprint> of(Catalog catalog, List<? extends Change> changes) {
    return new Footprints(catalog, changes).read();
  }

  private List<Footprint> read() {
    changes.forEach(
        change -> {
          if (change instanceof AddVersion it) {
            added.put(it.id(), it);
          }
        });
    changes.forEach(this::read);
    if (found.isEmpty() && !upkeep.isEmpty()) {
      add(Action.MAINTAIN, "", "the store", upkeep);
    }
    return found;
  }

  private void read(Change change) {
    if (change instanceof AddVersion it) {
      save(it);
    } else if (change instanceof MoveRef it) {
      move(it);
    } else if (change instanceof AttachEvaluation it) {
      evaluate(it);
    } else if (change instanceof RetireVersion it) {
      retire(it);
    } else if (change instanceof AppendEvent it) {
      append(it);
    } else if (change instanceof AddPack it) {
      count("packs added", it.pack());
    } else if (change instanceof RemovePack it) {
      count("packs removed", it.pack());
    } else if (!(change instanceof RequireVersionCount || change instanceof RequireStreamEnd)) {
      count("changes", change.getClass().getSimpleName()); // of a newer kind: for administrators
    }
  }

  private void count(String what, String name) {
    upkeep.merge(what, name, (all, next) -> all + " " + next);
  }

  private void add(Action action, String model, String subject, Map<String, String> details) {
    found.add(new Footprint(action, model, subject, details));
  }

  private void save(AddVersion version) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("version", version.id().hex());
    if (!version.parents().isEmpty()) {
      details.put(
          "parents", String.join(" ", version.parents().stream().map(VersionId::hex).toList()));
    }
    for (Change change : changes) {
      if (change instanceof MoveRef move && isOf(move, version)) {
        details.put("branch", move.ref().name());
        putHex(details, "from", move.expected());
      }
    }
    add(Action.SAVE, version.model(), "version " + version.id(), details);
  }

  private static boolean isOf(MoveRef move, AddVersion version) {
    return move.ref().kind() == Ref.Kind.BRANCH && version.id().equals(move.target());
  }

  private void move(MoveRef move) {
    AddVersion saved = move.target() == null ? null : added.get(move.target());
    if (saved != null && isOf(move, saved)) {
      return; // part of the save
    }
    Map<String, String> details = new LinkedHashMap<>();
    putHex(details, "from", move.expected());
    putHex(details, "to", move.target());
    details.put("reason", move.reason());
    add(actionOf(move.ref().kind()), move.ref().model(), move.ref().toString(), details);
  }

  static Action actionOf(Ref.Kind kind) {
    return switch (kind) {
      case BRANCH -> Action.MOVE_BRANCH;
      case TAG -> Action.TAG;
      case ALIAS -> Action.MOVE_ALIAS;
      case STAGE -> Action.MOVE_STAGE;
    };
  }

  private static void putHex(Map<String, String> details, String name, @Nullable VersionId id) {
    if (id != null) {
      details.put(name, id.hex());
    }
  }

  private void evaluate(AttachEvaluation attached) {
    add(
        Action.EVALUATE,
        modelOf(attached.version()),
        "version " + attached.version(),
        Map.of(
            "version",
            attached.version().hex(),
            "data",
            attached.evaluation().data().name(),
            "evaluation",
            Digest.of(Json.bytes(attached.evaluation())).hex()));
  }

  private void retire(RetireVersion retired) {
    Map<String, String> details = new LinkedHashMap<>(upkeep);
    details.put("version", retired.version().hex());
    details.put("reason", retired.reason());
    for (Change change : changes) {
      if (change instanceof AppendEvent event && event.stream().equals(Retirements.STREAM)) {
        details.put("certificate", Digest.of(event.payload()).hex());
      }
    }
    add(Action.RETIRE, modelOf(retired.version()), "version " + retired.version(), details);
  }

  /** Empty for a version that is not there: the change then fails by itself. */
  private String modelOf(VersionId id) {
    AddVersion saved = added.get(id);
    return saved != null
        ? saved.model()
        : catalog.version(id).map(Catalog.VersionEntry::model).orElse("");
  }

  private void attach(Action action, String hex, AppendEvent event) {
    VersionId version = VersionId.parse(hex);
    add(
        action,
        modelOf(version),
        "version " + version,
        Map.of("version", hex, "sha256", Digest.of(event.payload()).hex()));
  }

  /** A version that arrives brings its key along; by itself a key is a matter of protection. */
  private Action encryption(String model) {
    boolean arrives = added.values().stream().anyMatch(it -> it.model().equals(model));
    return arrives ? Action.SAVE : Action.PROTECT;
  }

  private void append(AppendEvent event) {
    String stream = event.stream();
    if (stream.startsWith(AuditLog.ENTRIES)) {
      throw new InvalidInputException("the audit log is written by the store alone");
    } else if (stream.equals(AuditLog.CHECKPOINTS)) {
      add(Action.CHECKPOINT, "", "checkpoint of the audit log", Map.of());
    } else if (stream.startsWith(Protections.PREFIX)) {
      Ref ref = Protections.refOf(stream);
      add(Action.PROTECT, ref.model(), ref.toString(), Map.of("rules", event.payload()));
    } else if (stream.startsWith(Approvals.PREFIX)) {
      String[] parts = stream.substring(Approvals.PREFIX.length()).split(":", 2);
      add(
          Action.APPROVE,
          parts[0],
          "version " + VersionId.parse(parts[1]),
          Map.of("version", parts[1], "statement", event.payload()));
    } else if (stream.startsWith(Attachments.SIGNATURES)) {
      attach(Action.SIGN, stream.substring(Attachments.SIGNATURES.length()), event);
    } else if (stream.startsWith(Attachments.CARDS)) {
      attach(Action.WRITE_CARD, stream.substring(Attachments.CARDS.length()), event);
    } else if (stream.startsWith(Encryption.PREFIX)) {
      String model = stream.substring(Encryption.PREFIX.length());
      add(encryption(model), model, "encryption of model " + model, Encryption.described(event));
    } else if (stream.startsWith(OWN)) {
      count("notes", stream + "=" + event.id());
    } else {
      boolean known =
          found.stream()
              .anyMatch(f -> f.action() == Action.RECORD && Objects.equals(f.subject(), stream));
      if (!known) {
        add(Action.RECORD, "", stream, Map.of());
      }
    }
  }
}
