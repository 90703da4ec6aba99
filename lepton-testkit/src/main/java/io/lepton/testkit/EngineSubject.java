package io.lepton.testkit;

import io.lepton.bytes.ByteSource;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the groups of rules for an engine share. */
interface EngineSubject {
  ModelEngine engine() throws Exception;

  ModelSnapshot snapshot() throws Exception;

  List<Row> rows() throws Exception;

  static ModelSnapshot withFormat(ModelSnapshot of, String format) {
    return new ModelSnapshot(
        format,
        of.config(),
        of.weights(),
        of.files(),
        of.hyperparameters(),
        of.signature(),
        of.lineage());
  }

  static ModelSnapshot withConfig(ModelSnapshot of, String config) {
    return new ModelSnapshot(
        of.format(),
        config,
        of.weights(),
        of.files(),
        of.hyperparameters(),
        of.signature(),
        of.lineage());
  }

  static ModelSnapshot withTensors(ModelSnapshot of, Consumer<Map<String, Tensor>> change) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(of.weights().asMap());
    change.accept(tensors);
    return new ModelSnapshot(
        of.format(),
        of.config(),
        Weights.of(tensors),
        of.files(),
        of.hyperparameters(),
        of.signature(),
        of.lineage());
  }

  static ModelSnapshot withFiles(ModelSnapshot of, Map<String, ByteSource> files) {
    return new ModelSnapshot(
        of.format(),
        of.config(),
        of.weights(),
        files,
        of.hyperparameters(),
        of.signature(),
        of.lineage());
  }
}
