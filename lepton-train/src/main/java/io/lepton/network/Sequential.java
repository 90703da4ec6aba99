package io.lepton.network;

import io.lepton.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers one after the other. None at all pass their input on.
 *
 * @param steps in order, no two of one name
 */
public record Sequential(List<Step> steps) implements Layer {
  /** {@inheritDoc} */
  public Sequential {
    steps = Checks.steps(steps);
  }

  /**
   * Layers named by their place, from 0.
   *
   * @param layers in order
   * @return the sequence
   */
  public static Sequential of(Layer... layers) {
    return of(List.of(layers));
  }

  /**
   * Layers named by their place, from 0.
   *
   * @param layers in order
   * @return the sequence
   */
  public static Sequential of(List<? extends Layer> layers) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      steps.add(new Step(Integer.toString(i), layers.get(i)));
    }
    return new Sequential(steps);
  }

  /**
   * Adds a layer at the end.
   *
   * @param name none of those that are there
   * @param layer what is done last
   * @return a new sequence
   */
  public Sequential then(String name, Layer layer) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(name, layer));
    return new Sequential(more);
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape shape = input;
    for (Step step : steps) {
      shape = step.outputShape(shape);
    }
    return shape;
  }

  @Override
  public Map<String, Parameter> parameters(Shape input) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    Shape shape = input;
    for (Step step : steps) {
      step.parameters(shape, all);
      shape = step.outputShape(shape);
    }
    return all;
  }
}
