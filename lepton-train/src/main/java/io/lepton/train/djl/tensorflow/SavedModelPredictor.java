package io.lepton.train.djl.tensorflow;

import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.tensorflow.internal.Bundle;
import io.lepton.train.djl.tensorflow.internal.SavedModelConfig;
import io.lepton.train.internal.Gate;
import io.lepton.train.internal.RowInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A SavedModel ready to answer, row by row, so that a row's bits do not depend on others. */
final class SavedModelPredictor implements Predictor {
  private final SavedModelConfig config;
  private final Signature signature;
  private final RowInputs inputs;
  private final Bundle bundle;
  private final long[] dimensions;
  private final Gate gate = new Gate("the predictor was closed; load the model again");

  SavedModelPredictor(SavedModelConfig config, Bundle bundle) {
    this.config = config;
    this.signature = config.signature();
    this.inputs = new RowInputs(config.inputs());
    this.bundle = bundle;
    this.dimensions = bundle.inputShape();
    long width = 1;
    for (int axis = 1; axis < dimensions.length; axis++) {
      width *= dimensions[axis];
    }
    if (dimensions.length == 0 || width != config.inputs().width()) {
      bundle.close();
      throw new CorruptDataException(
          "the SavedModel takes "
              + Arrays.toString(dimensions)
              + "; its config asks for "
              + config.inputs().width()
              + " values a row");
    }
    dimensions[0] = 1;
    tryOut(Math.toIntExact(width));
  }

  /** A model without its file of variables loads, and only fails when it is run. */
  private void tryOut(int width) {
    int outputs;
    try {
      outputs = bundle.run(new float[width], dimensions).length;
    } catch (EngineException e) {
      bundle.close();
      throw new CorruptDataException(
          "the SavedModel cannot be run on a row of zeros: " + e.getMessage(), e);
    }
    if (outputs != config.outputs()) {
      bundle.close();
      throw new CorruptDataException(
          "the SavedModel gives "
              + outputs
              + " values a row; its config asks for "
              + config.outputs()
              + ", "
              + config.output());
    }
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    float[] values = inputs.of(rows);
    return gate.call(() -> predict(values, rows.size()));
  }

  private List<Prediction> predict(float[] values, int rows) {
    int width = Math.toIntExact(config.inputs().width());
    List<Prediction> predictions = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      float[] one = Arrays.copyOfRange(values, row * width, (row + 1) * width);
      float[] outputs = bundle.run(one, dimensions);
      if (outputs.length != config.outputs()) {
        throw new EngineException(
            "the SavedModel gave " + outputs.length + " values for " + config.output());
      }
      predictions.add(config.output().decode(one, outputs, row));
    }
    return predictions;
  }

  @Override
  public void close() {
    gate.close(bundle::close);
  }
}
