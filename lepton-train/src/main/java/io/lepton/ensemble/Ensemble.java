package io.lepton.ensemble;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Classifiers of one signature and how their answers are combined. Members may be of different
 * formats. Immutable and thread-safe.
 *
 * @param members two or more
 * @param combination of their answers
 */
public record Ensemble(List<ModelSnapshot> members, Combination combination) {
  /** The format of snapshots of ensembles. */
  public static final String FORMAT = "lepton.ensemble/1";

  private record Member(
      String format,
      String config,
      Hyperparameters hyperparameters,
      Lineage lineage,
      List<String> tensors,
      List<String> files) {}

  private record Config(Combination combination, List<Member> members) {}

  /** {@inheritDoc} */
  public Ensemble {
    members = List.copyOf(members);
    Objects.requireNonNull(combination);
    if (members.size() < 2) {
      throw new InvalidInputException(
          "an ensemble of " + members.size() + " members; expected two or more");
    }
    combination.requireMembers(members.size());
    Signature first = members.get(0).signature();
    for (int i = 1; i < members.size(); i++) {
      if (!members.get(i).signature().equals(first)) {
        throw new InvalidInputException(
            "member "
                + i
                + " of the ensemble has the signature "
                + members.get(i).signature()
                + "; that of member 0 is "
                + first);
      }
    }
  }

  /**
   * An ensemble that averages probabilities.
   *
   * @param members two or more, of one signature
   * @return the ensemble
   */
  public static Ensemble of(List<ModelSnapshot> members) {
    return new Ensemble(members, Combination.probabilities());
  }

  /**
   * The same members, combined otherwise.
   *
   * @param value how
   * @return a new ensemble
   */
  public Ensemble combining(Combination value) {
    return new Ensemble(members, value);
  }

  /**
   * The ensemble, ready to answer.
   *
   * @return a new predictor, to be closed
   */
  public Predictor predictor() {
    return EnsemblePredictor.load(this);
  }

  /**
   * What is saved: one snapshot with everything of all members.
   *
   * @param lineage of the ensemble; it should say {@code derivedFrom} the members' versions, if
   *     they were saved
   * @return a snapshot of the format {@link #FORMAT}
   */
  public ModelSnapshot toSnapshot(Lineage lineage) {
    ModelSnapshot.Builder snapshot = ModelSnapshot.builder(FORMAT);
    Weights.Builder weights = Weights.builder();
    List<Member> described = new java.util.ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      ModelSnapshot member = members.get(i);
      described.add(
          new Member(
              member.format(),
              member.config(),
              member.hyperparameters(),
              member.lineage(),
              List.copyOf(member.weights().names()),
              List.copyOf(member.files().keySet())));
      for (Map.Entry<String, Tensor> entry : member.weights().asMap().entrySet()) {
        weights.put(tensor(i, entry.getKey()), entry.getValue());
      }
      for (Map.Entry<String, ByteSource> entry : member.files().entrySet()) {
        snapshot.file(file(i, entry.getKey()), entry.getValue());
      }
    }
    return snapshot
        .config(Json.text(new Config(combination, described)))
        .weights(weights.build())
        .hyperparameters(
            Hyperparameters.none()
                .with("members", members.size())
                .with("combination", combination.rule().name().toLowerCase(java.util.Locale.ROOT)))
        .signature(members.get(0).signature())
        .lineage(lineage)
        .build();
  }

  static String tensor(int member, String name) {
    return "member" + member + "." + name;
  }

  private static String file(int member, String name) {
    return "member" + member + "/" + name;
  }

  /**
   * Reads what {@link #toSnapshot} wrote.
   *
   * @param snapshot of the format {@link #FORMAT}
   * @return the ensemble
   * @throws InvalidInputException if it is of another format
   * @throws CorruptDataException if it does not hold together
   */
  public static Ensemble of(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "format \"" + snapshot.format() + "\"; expected \"" + FORMAT + "\"");
    }
    Config config = Json.read(snapshot.config(), Config.class, "the ensemble's config");
    List<ModelSnapshot> members = new java.util.ArrayList<>();
    int tensors = 0;
    int files = 0;
    for (Member member : config.members) {
      members.add(member(snapshot, member, members.size()));
      tensors += member.tensors.size();
      files += member.files.size();
    }
    if (tensors != snapshot.weights().size() || files != snapshot.files().size()) {
      throw new CorruptDataException(
          "the ensemble's members have "
              + tensors
              + " tensors and "
              + files
              + " files; the snapshot has "
              + snapshot.weights().size()
              + " and "
              + snapshot.files().size());
    }
    try {
      return new Ensemble(members, config.combination);
    } catch (InvalidInputException e) {
      throw new CorruptDataException("the ensemble's config: " + e.getMessage(), e);
    }
  }

  private static ModelSnapshot member(ModelSnapshot snapshot, Member member, int index) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : member.tensors) {
      Tensor tensor = snapshot.weights().asMap().get(tensor(index, name));
      tensors.put(name, present(tensor, "tensor", tensor(index, name)));
    }
    Map<String, ByteSource> files = new LinkedHashMap<>();
    for (String name : member.files) {
      ByteSource file = snapshot.files().get(file(index, name));
      files.put(name, present(file, "file", file(index, name)));
    }
    return new ModelSnapshot(
        member.format,
        member.config,
        Weights.of(tensors),
        files,
        member.hyperparameters,
        snapshot.signature(),
        member.lineage);
  }

  private static <T> T present(
      @org.jspecify.annotations.Nullable T part, String what, String name) {
    if (part == null) {
      throw new CorruptDataException(what + " \"" + name + "\" of the ensemble is missing");
    }
    return part;
  }
}
