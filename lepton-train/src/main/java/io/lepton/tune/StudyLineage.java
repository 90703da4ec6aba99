package io.lepton.tune;

import io.lepton.internal.Json;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** A study in the lineage of a model. */
final class StudyLineage {
  private StudyLineage() {}

  static ModelSnapshot of(Study study, Trial trial, ModelSnapshot model) {
    Lineage before = model.lineage();
    Map<String, String> environment = new LinkedHashMap<>(before.environment());
    environment.put("study", study.name());
    environment.put("study.space", study.space().fingerprint());
    environment.put("study.seed", Long.toString(study.seed()));
    environment.put("study.sampler", study.definition().sampler.toString());
    String chosen = trial.attributes().get(AutoSampler.CHOSEN);
    if (chosen != null) {
      environment.put("study.trial.sampler", chosen);
    }
    environment.put("study.trial", Integer.toString(trial.number()));
    environment.put("study.parameters", Json.text(trial.parameters()));
    return new ModelSnapshot(
        model.format(),
        model.config(),
        model.weights(),
        model.files(),
        model.hyperparameters(),
        model.signature(),
        new Lineage(
            before.data(),
            before.derivedFrom(),
            before.codeRevision(),
            before.seed(),
            environment));
  }
}
