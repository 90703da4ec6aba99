package io.lepton.train;

import io.lepton.report.LineChart;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The course of a training as a picture. */
public final class LearningCurves {
  private LearningCurves() {}

  /**
   * Draws training and validation loss by epoch.
   *
   * @param title of the chart
   * @param history with at least one epoch
   * @return an SVG element, to be put into a page; without validation it has one curve
   */
  public static String chart(String title, History history) {
    List<Epoch> epochs = history.epochs();
    double[] numbers = values(epochs, Epoch::number);
    double[] training = values(epochs, Epoch::trainingLoss);
    double[] validation = values(epochs, Epoch::validationLoss);
    boolean validated = !Double.isNaN(validation[0]);
    double highest = 0;
    for (int i = 0; i < numbers.length; i++) {
      highest = Math.max(highest, Math.max(training[i], validated ? validation[i] : 0));
    }
    LineChart chart =
        LineChart.titled(title)
            .x("epoch", numbers[0] - 1, numbers[numbers.length - 1])
            .y("loss", 0, highest > 0 ? highest : 1)
            .curve("training", numbers, training);
    return (validated ? chart.curve("validation", numbers, validation) : chart).svg();
  }

  private static double[] values(List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
    return epochs.stream().mapToDouble(value).toArray();
  }
}
