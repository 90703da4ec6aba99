package io.lepton.compress;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Branches;
import io.lepton.network.Flatten;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Teaches a smaller network what a larger one says (Hinton et al. 2015), and if asked what it sees
 * in between (Romero et al. 2015). Immutable.
 */
public final class Distillation {
  private static final String HEAD = "head";
  private static final String PROJECTION = "projection";
  private static final String BOTH = "distilled";

  private final double temperature;
  private final double alpha;
  private final @Nullable Features features;

  /** Layers whose outputs are to agree, and how much that counts. */
  private record Features(String teacher, String student, double weight) {}

  private Distillation(double temperature, double alpha, @Nullable Features features) {
    if (!(temperature > 0 && temperature < 1e6 && alpha >= 0 && alpha <= 1)) {
      throw new InvalidInputException(
          "temperature "
              + temperature
              + ", share of the teacher "
              + alpha
              + "; expected above 0, and from 0 to 1");
    }
    this.temperature = temperature;
    this.alpha = alpha;
    this.features = features;
  }

  /**
   * Temperature 4, the teacher's share 0.9, no features.
   *
   * @return the default distillation
   */
  public static Distillation withDefaults() {
    return new Distillation(4, 0.9, null);
  }

  /**
   * Sets how much the teacher's probabilities are evened out.
   *
   * @param value above 0; at 1 they stay, and with more the small ones tell more
   * @return a distillation with the change
   */
  public Distillation temperature(double value) {
    return new Distillation(value, alpha, features);
  }

  /**
   * Sets the teacher's share of the loss; the rest is the true class's.
   *
   * @param share from 0 to 1
   * @return a distillation with the change
   */
  public Distillation teacherShare(double share) {
    return new Distillation(temperature, share, features);
  }

  /**
   * Has the student's layer predict, through a linear map that is dropped afterwards, what comes
   * out of the teacher's.
   *
   * @param teacherLayer path of a layer of the teacher
   * @param studentStep name of an outermost step of the student that is not its last
   * @param weight of the mean squared difference, above 0
   * @return a distillation with the change
   */
  public Distillation features(String teacherLayer, String studentStep, double weight) {
    if (!(weight > 0 && weight < 1e30)) {
      throw new InvalidInputException("weight of features " + weight + "; expected above 0");
    }
    return new Distillation(temperature, alpha, new Features(teacherLayer, studentStep, weight));
  }

  /**
   * Trains a student.
   *
   * @param trainer that trains; its loss is set here
   * @param teacher that is learnt from
   * @param student smaller architecture with as many outputs, a {@link Sequential}
   * @param seed of the student's first weights
   * @param inputs rows one after the other
   * @param classes of the rows
   * @return the student
   * @throws InvalidInputException if shapes, layers or data do not fit
   */
  public NetworkModel train(
      Trainer trainer,
      NetworkModel teacher,
      Network student,
      long seed,
      float[] inputs,
      int[] classes) {
    Network wise = teacher.network();
    if (!wise.inputShape().equals(student.inputShape())
        || wise.outputSize() != student.outputSize()) {
      throw new InvalidInputException(
          "the teacher is "
              + wise
              + ", the student "
              + student
              + "; inputs and outputs must agree");
    }
    int rows = classes.length;
    float[] logits;
    float[] seen = new float[0];
    try (TorchNetwork torch = TorchNetwork.load(wise, teacher.weights())) {
      logits = torch.run(inputs, rows);
      if (features != null) {
        Map<String, Tensor> outputs = torch.outputs(inputs, rows, List.of(features.teacher()));
        seen = outputs.values().iterator().next().toFloats();
      }
    }
    int width = seen.length / Math.max(1, rows);
    Network trained = features == null ? student : withProjection(student, features, width);
    float[] targets = targets(logits, seen, classes, student.outputSize(), width);
    DistillationLoss loss =
        new DistillationLoss(
            student.outputSize(),
            width,
            temperature,
            alpha,
            features == null ? 0 : features.weight());
    Weights weights =
        trainer
            .loss(loss)
            .train(trained, trained.initialWeights(seed), Examples.of(inputs, targets, rows))
            .weights();
    return new NetworkModel(student, features == null ? weights : without(weights, student));
  }

  private static float[] targets(
      float[] logits, float[] seen, int[] classes, int outputs, int width) {
    int each = 1 + outputs + width;
    float[] targets = new float[classes.length * each];
    for (int row = 0; row < classes.length; row++) {
      targets[row * each] = classes[row];
      System.arraycopy(logits, row * outputs, targets, row * each + 1, outputs);
      System.arraycopy(seen, row * width, targets, row * each + 1 + outputs, width);
    }
    return targets;
  }

  /** The student with a second output beside its own. */
  private static Network withProjection(Network student, Features features, int width) {
    if (!(student.root() instanceof Sequential root)) {
      throw new InvalidInputException("the student " + student + " is no sequence of layers");
    }
    List<String> names = root.steps().stream().map(Step::name).toList();
    int at = names.indexOf(features.student());
    if (at < 0 || at == names.size() - 1) {
      throw new InvalidInputException(
          "\""
              + features.student()
              + "\" is none of the student's outermost steps but the last, "
              + names);
    }
    Layer head = new Sequential(root.steps().subList(at + 1, names.size()));
    Layer projection = Sequential.of(new Flatten(), Linear.of(width));
    List<Step> steps = new ArrayList<>(root.steps().subList(0, at + 1));
    steps.add(
        new Step(
            BOTH,
            new Branches(
                Branches.Merge.CONCAT,
                List.of(new Step(HEAD, head), new Step(PROJECTION, projection)))));
    return Network.of(student.inputShape(), new Sequential(steps));
  }

  private static Weights without(Weights weights, Network student) {
    Map<String, Tensor> kept = new LinkedHashMap<>();
    for (String name : student.parameters().keySet()) {
      kept.put(
          name, weights.find(name).orElseGet(() -> weights.get(BOTH + "." + HEAD + "." + name)));
    }
    return Weights.of(kept);
  }
}
