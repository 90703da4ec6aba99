package io.lepton.card;

/** A part of a model card that must not be empty. */
public enum CardSection {
  /** One line that says what the model is. */
  OVERVIEW("overview"),
  /** Who answers for it. */
  OWNERS("owners"),
  /** Under what terms it may be used. */
  LICENCE("licence"),
  /** What it is for. */
  INTENDED_USES("intended uses"),
  /** What it cannot do. */
  LIMITATIONS("limitations"),
  /** Whom it may harm, and what was done about it. */
  ETHICAL_CONSIDERATIONS("ethical considerations"),
  /** What it learned from. */
  TRAINING_DATA("training data"),
  /** What it was measured on. */
  EVALUATION_DATA("evaluation data"),
  /** How well it does. */
  METRICS("metrics");

  private final String title;

  CardSection(String title) {
    this.title = title;
  }

  /**
   * The name for people.
   *
   * @return in lower case
   */
  public String title() {
    return title;
  }
}
