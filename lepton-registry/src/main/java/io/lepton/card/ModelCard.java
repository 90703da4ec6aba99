package io.lepton.card;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Version;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model card: what people wrote, and what is known of one version.
 *
 * @param text what people wrote
 * @param version the model
 * @param evaluations what was measured of it, in the order to be shown
 * @param files SHA-256 of the files it is delivered as, by path; may be empty
 */
public record ModelCard(
    CardText text, Version version, List<Evaluation> evaluations, Map<String, Digest> files) {

  /** {@inheritDoc} */
  public ModelCard {
    Objects.requireNonNull(text);
    Objects.requireNonNull(version);
    evaluations = List.copyOf(evaluations);
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * Joins a text with what is known.
   *
   * @param text what people wrote
   * @param version the model
   * @param evaluations what was measured of it, in the order to be shown
   * @return the card, without files
   */
  public static ModelCard of(CardText text, Version version, List<Evaluation> evaluations) {
    return new ModelCard(text, version, evaluations, Map.of());
  }

  /**
   * Names the files the version is delivered as; they go into the bill of materials.
   *
   * @param digests SHA-256 by path, as a signature's statement has them
   * @return a new card
   */
  public ModelCard withFiles(Map<String, Digest> digests) {
    return new ModelCard(text, version, evaluations, digests);
  }

  /**
   * The mandatory sections that say nothing.
   *
   * @return in the order declared; empty if the card is complete
   */
  public Set<CardSection> missing() {
    Set<CardSection> missing = EnumSet.noneOf(CardSection.class);
    for (CardSection section : CardSection.values()) {
      if (isEmpty(section)) {
        missing.add(section);
      }
    }
    return Collections.unmodifiableSet(missing);
  }

  private boolean isEmpty(CardSection section) {
    return switch (section) {
      case OVERVIEW -> text.overview().isBlank();
      case OWNERS -> text.owners().isEmpty();
      case LICENCE -> text.licences().isEmpty();
      case INTENDED_USES -> text.intendedUses().isEmpty();
      case LIMITATIONS -> text.limitations().isEmpty();
      case ETHICAL_CONSIDERATIONS -> text.ethicalConsiderations().isEmpty();
      case TRAINING_DATA -> trainingSets().isEmpty();
      case EVALUATION_DATA -> evaluationSets().isEmpty();
      case METRICS -> evaluations.stream().allMatch(e -> e.measures().isEmpty());
    };
  }

  /** What it learned from: the lineage's data, then what only people know. */
  List<DataSet> trainingSets() {
    return DataSet.join(version.lineage().data(), text.trainingData());
  }

  /** What it was measured on: the evaluations' data, then what only people know. */
  List<DataSet> evaluationSets() {
    Set<DataReference> measured = new LinkedHashSet<>();
    evaluations.forEach(evaluation -> measured.add(evaluation.data()));
    return DataSet.join(List.copyOf(measured), text.evaluationData());
  }

  /** The number of values in its tensors. */
  long parameters() {
    return version.tensors().values().stream().mapToLong(t -> t.shape().elementCount()).sum();
  }

  /** Model and number, as in {@code credit v2}. */
  String title() {
    return version.model() + " v" + version.number();
  }

  /**
   * The card to be read.
   *
   * @return CommonMark with tables; texts of others are escaped, so that none becomes markup
   */
  public String toMarkdown() {
    return MarkdownCard.of(this);
  }

  /**
   * The card to be read.
   *
   * @return a page of HTML 5 that loads nothing from elsewhere and runs no script
   */
  public String toHtml() {
    return HtmlCard.of(this);
  }

  /**
   * The card for Google's Model Card Toolkit.
   *
   * @return JSON by its schema 0.0.2; a value that is infinite is left out, since JSON has none
   */
  public String toModelCardToolkit() {
    return ToolkitCard.of(this);
  }

  /**
   * The card for Hugging Face.
   *
   * @return a {@code README.md}: YAML with licence, task and {@code model-index}, then the Markdown
   */
  public String toHuggingFace() {
    return HuggingFaceCard.of(this);
  }

  /**
   * The card as a bill of materials.
   *
   * @return JSON of CycloneDX 1.6 with one component, a {@code machine-learning-model}; the same
   *     for equal cards
   */
  public String toCycloneDx() {
    return CycloneDxCard.of(this);
  }

  /**
   * Requires that no mandatory section is missing.
   *
   * @throws InvalidInputException if one is; the message lists them
   */
  public void requireComplete() {
    Set<CardSection> missing = missing();
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "the model card of "
              + version
              + " lacks "
              + missing.stream().map(CardSection::title).toList()
              + "; write them");
    }
  }
}
