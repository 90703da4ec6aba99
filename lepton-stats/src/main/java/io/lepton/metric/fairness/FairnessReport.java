package io.lepton.metric.fairness;

import io.lepton.error.NotFoundException;
import io.lepton.model.DataReference;
import java.util.List;

/**
 * What was measured of one classifier on one set of data, by group.
 *
 * @param data what it was measured on
 * @param groups at least two, by name
 * @param criteria each once
 */
public record FairnessReport(
    DataReference data, List<GroupMeasures> groups, List<CriterionResult> criteria) {
  /** {@inheritDoc} */
  public FairnessReport {
    groups = List.copyOf(groups);
    criteria = List.copyOf(criteria);
  }

  /**
   * One group.
   *
   * @param name of the group
   * @return its measures
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public GroupMeasures group(String name) {
    return groups.stream()
        .filter(group -> group.group().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no group \""
                        + name
                        + "\"; there are "
                        + groups.stream().map(GroupMeasures::group).toList()));
  }

  /**
   * One criterion.
   *
   * @param criterion which one
   * @return what was found
   * @throws NotFoundException if a report was made without it
   */
  public CriterionResult get(Criterion criterion) {
    return criteria.stream()
        .filter(result -> result.criterion() == criterion)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("no " + criterion + " in this report"));
  }

  /**
   * The report as a page.
   *
   * @param title such as the model's name and the attribute
   * @return HTML 5 that loads nothing from elsewhere
   */
  public String html(String title) {
    return FairnessPages.html(this, title);
  }

  /** The report in words. */
  @Override
  public String toString() {
    return FairnessPages.text(this);
  }
}
