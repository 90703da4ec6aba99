package io.lepton.continual;

import io.lepton.error.InvalidInputException;
import java.util.List;
import java.util.Locale;

/**
 * What is known of each task after each task.
 *
 * @param tasks names, in the order they were learnt
 * @param accuracy [after task][of task]: share of the task's test rows classified right, for tasks
 *     not yet learnt too
 */
public record ForgettingReport(List<String> tasks, List<List<Double>> accuracy) {
  /** {@inheritDoc} */
  public ForgettingReport {
    tasks = List.copyOf(tasks);
    accuracy = accuracy.stream().map(List::copyOf).toList();
    int count = tasks.size();
    if (count == 0
        || accuracy.size() != count
        || accuracy.stream().anyMatch(row -> row.size() != count)) {
      throw new InvalidInputException(
          "accuracies of " + accuracy + " for the tasks " + tasks + "; expected a square of them");
    }
  }

  /**
   * The mean accuracy over all tasks at the end.
   *
   * @return from 0 to 1
   */
  public double averageAccuracy() {
    return accuracy.get(tasks.size() - 1).stream().mapToDouble(value -> value).average().orElse(0);
  }

  /**
   * The mean change of a task's accuracy from when it was learnt to the end, the last task left out
   * (Lopez-Paz and Ranzato 2017): below 0 if it was forgotten.
   *
   * @return from −1 to 1; 0 for one task
   */
  public double backwardTransfer() {
    double sum = 0;
    for (int task = 0; task < tasks.size() - 1; task++) {
      sum += last(task) - accuracy.get(task).get(task);
    }
    return tasks.size() == 1 ? 0 : sum / (tasks.size() - 1);
  }

  /**
   * The mean drop of a task's accuracy from its best to the end, the last task left out (Chaudhry
   * et al. 2018).
   *
   * @return from −1 to 1; 0 for one task
   */
  public double forgetting() {
    double sum = 0;
    for (int task = 0; task < tasks.size() - 1; task++) {
      double best = 0;
      for (int after = task; after < tasks.size() - 1; after++) {
        best = Math.max(best, accuracy.get(after).get(task));
      }
      sum += best - last(task);
    }
    return tasks.size() == 1 ? 0 : sum / (tasks.size() - 1);
  }

  private double last(int task) {
    return accuracy.get(tasks.size() - 1).get(task);
  }

  /**
   * A table for people, a row for each task learnt.
   *
   * @return lines of text
   */
  public String toTable() {
    StringBuilder text = new StringBuilder();
    for (int after = 0; after < tasks.size(); after++) {
      text.append("after ").append(tasks.get(after)).append(':');
      for (int task = 0; task < tasks.size(); task++) {
        text.append(String.format(Locale.ROOT, " %.3f", accuracy.get(after).get(task)));
      }
      text.append('\n');
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "average accuracy %.3f, backward transfer %+.3f, forgetting %.3f%n",
                averageAccuracy(),
                backwardTransfer(),
                forgetting()))
        .toString();
  }
}
