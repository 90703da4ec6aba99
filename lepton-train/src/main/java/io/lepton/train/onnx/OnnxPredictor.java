package io.lepton.train.onnx;

import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.train.internal.Logits;
import io.lepton.train.internal.RowInputs;
import io.lepton.train.onnx.internal.OnnxConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An ONNX classifier ready to answer. Thread-safe; calls of many threads run side by side. Rows are
 * computed one by one: in a batch, the last bits of a row, and the scale of a dynamically quantised
 * model's inputs, would depend on the others.
 */
final class OnnxPredictor implements Predictor {
  private final OnnxConfig config;
  private final Signature signature;
  private final RowInputs inputs;
  private final OnnxRunner runner;

  OnnxPredictor(OnnxConfig config, OnnxRunner runner) {
    this.config = config;
    this.signature = config.signature();
    this.inputs = new RowInputs(config.inputs());
    this.runner = runner;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    float[] values = inputs.of(rows);
    int width = Math.toIntExact(config.inputs().width());
    List<Prediction> predictions = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      float[] one = Arrays.copyOfRange(values, row * width, (row + 1) * width);
      predictions.add(Logits.classify(config.classes(), runner.run(one), row));
    }
    return predictions;
  }

  @Override
  public void close() {
    runner.close();
  }
}
