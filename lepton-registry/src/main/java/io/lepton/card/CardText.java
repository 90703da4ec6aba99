package io.lepton.card;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The part of a model card that people write. Everything may be empty; {@link ModelCard#missing}
 * says what should not be.
 *
 * @param overview one line that says what the model is
 * @param documentation more of the same, in paragraphs
 * @param task what it does, in Hugging Face's words, such as {@code tabular-classification}
 * @param architecture how it is built
 * @param owners who answers for it
 * @param licences terms of use
 * @param references links to more
 * @param citations how to cite it
 * @param users whom it is for
 * @param intendedUses what it is for
 * @param outOfScopeUses what it is not for
 * @param limitations what it cannot do
 * @param tradeoffs what was given up for what
 * @param ethicalConsiderations whom it may harm, and what was done about it
 * @param trainingData what it learned from
 * @param evaluationData what it was measured on
 * @param caveats what else to know, and what is recommended
 */
public record CardText(
    String overview,
    String documentation,
    String task,
    String architecture,
    List<Owner> owners,
    List<Licence> licences,
    List<String> references,
    List<String> citations,
    List<String> users,
    List<String> intendedUses,
    List<String> outOfScopeUses,
    List<String> limitations,
    List<String> tradeoffs,
    List<Risk> ethicalConsiderations,
    List<CardData> trainingData,
    List<CardData> evaluationData,
    List<String> caveats) {

  /** {@inheritDoc} */
  public CardText {
    Objects.requireNonNull(overview);
    Objects.requireNonNull(documentation);
    Objects.requireNonNull(task);
    Objects.requireNonNull(architecture);
    owners = List.copyOf(owners);
    licences = List.copyOf(licences);
    references = List.copyOf(references);
    citations = List.copyOf(citations);
    users = List.copyOf(users);
    intendedUses = List.copyOf(intendedUses);
    outOfScopeUses = List.copyOf(outOfScopeUses);
    limitations = List.copyOf(limitations);
    tradeoffs = List.copyOf(tradeoffs);
    ethicalConsiderations = List.copyOf(ethicalConsiderations);
    trainingData = List.copyOf(trainingData);
    evaluationData = List.copyOf(evaluationData);
    caveats = List.copyOf(caveats);
  }

  /**
   * Starts a text.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Continues this text.
   *
   * @return a builder with all of it
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * The form it is kept in.
   *
   * @return canonical JSON
   */
  public String toJson() {
    return Json.text(this);
  }

  /**
   * Reads the form it is kept in.
   *
   * @param json as {@link #toJson} makes it
   * @return the text
   * @throws CorruptDataException if it is something else
   */
  public static CardText parse(String json) {
    return Json.read(json, CardText.class, "the model card");
  }

  static void requireText(String what, String text) {
    if (text.isBlank()) {
      throw new InvalidInputException("a model card's " + what + " has no name");
    }
  }

  /** Collects a text. Not thread-safe. */
  public static final class Builder {
    private String overview = "";
    private String documentation = "";
    private String task = "";
    private String architecture = "";
    private final List<Owner> owners = new ArrayList<>();
    private final List<Licence> licences = new ArrayList<>();
    private final List<String> references = new ArrayList<>();
    private final List<String> citations = new ArrayList<>();
    private final List<String> users = new ArrayList<>();
    private final List<String> intendedUses = new ArrayList<>();
    private final List<String> outOfScopeUses = new ArrayList<>();
    private final List<String> limitations = new ArrayList<>();
    private final List<String> tradeoffs = new ArrayList<>();
    private final List<Risk> ethicalConsiderations = new ArrayList<>();
    private final List<CardData> trainingData = new ArrayList<>();
    private final List<CardData> evaluationData = new ArrayList<>();
    private final List<String> caveats = new ArrayList<>();

    private Builder() {}

    private Builder(CardText text) {
      overview = text.overview;
      documentation = text.documentation;
      task = text.task;
      architecture = text.architecture;
      owners.addAll(text.owners);
      licences.addAll(text.licences);
      references.addAll(text.references);
      citations.addAll(text.citations);
      users.addAll(text.users);
      intendedUses.addAll(text.intendedUses);
      outOfScopeUses.addAll(text.outOfScopeUses);
      limitations.addAll(text.limitations);
      tradeoffs.addAll(text.tradeoffs);
      ethicalConsiderations.addAll(text.ethicalConsiderations);
      trainingData.addAll(text.trainingData);
      evaluationData.addAll(text.evaluationData);
      caveats.addAll(text.caveats);
    }

    /**
     * Says in a line what the model is.
     *
     * @param text plain
     * @return this
     */
    public Builder overview(String text) {
      overview = Objects.requireNonNull(text);
      return this;
    }

    /**
     * Describes the model at length.
     *
     * @param text plain, paragraphs apart by an empty line
     * @return this
     */
    public Builder documentation(String text) {
      documentation = Objects.requireNonNull(text);
      return this;
    }

    /**
     * Names what the model does.
     *
     * @param name in Hugging Face's words, such as {@code tabular-classification}
     * @return this
     */
    public Builder task(String name) {
      task = Objects.requireNonNull(name);
      return this;
    }

    /**
     * Says how the model is built.
     *
     * @param text such as {@code multilayer perceptron}
     * @return this
     */
    public Builder architecture(String text) {
      architecture = Objects.requireNonNull(text);
      return this;
    }

    /**
     * Adds who answers for the model.
     *
     * @param name of a person or team
     * @param contact where to reach them; may be empty
     * @return this
     */
    public Builder owner(String name, String contact) {
      owners.add(new Owner(name, contact));
      return this;
    }

    /**
     * Adds terms of use.
     *
     * @param name an SPDX identifier such as {@code Apache-2.0}, or any other name or text
     * @return this
     */
    public Builder licence(String name) {
      licences.add(new Licence(name));
      return this;
    }

    /**
     * Adds a link to more.
     *
     * @param uri such as {@code https://example.org/paper}
     * @return this
     */
    public Builder reference(String uri) {
      return add(references, uri);
    }

    /**
     * Adds how to cite the model.
     *
     * @param text in any style
     * @return this
     */
    public Builder citation(String text) {
      return add(citations, text);
    }

    /**
     * Adds whom the model is for.
     *
     * @param text plain
     * @return this
     */
    public Builder user(String text) {
      return add(users, text);
    }

    /**
     * Adds what the model is for.
     *
     * @param text plain
     * @return this
     */
    public Builder intendedUse(String text) {
      return add(intendedUses, text);
    }

    /**
     * Adds what the model is not for.
     *
     * @param text plain
     * @return this
     */
    public Builder outOfScopeUse(String text) {
      return add(outOfScopeUses, text);
    }

    /**
     * Adds what the model cannot do.
     *
     * @param text plain
     * @return this
     */
    public Builder limitation(String text) {
      return add(limitations, text);
    }

    /**
     * Adds what was given up for what.
     *
     * @param text plain
     * @return this
     */
    public Builder tradeoff(String text) {
      return add(tradeoffs, text);
    }

    /**
     * Adds an ethical consideration.
     *
     * @param risk what may go wrong, and for whom
     * @param mitigation what was done about it; may be empty
     * @return this
     */
    public Builder ethicalConsideration(String risk, String mitigation) {
      ethicalConsiderations.add(new Risk(risk, mitigation));
      return this;
    }

    /**
     * Describes data the model learned from.
     *
     * @param data as people describe it
     * @return this
     */
    public Builder trainingData(CardData data) {
      trainingData.add(Objects.requireNonNull(data));
      return this;
    }

    /**
     * Describes data the model was measured on.
     *
     * @param data as people describe it
     * @return this
     */
    public Builder evaluationData(CardData data) {
      evaluationData.add(Objects.requireNonNull(data));
      return this;
    }

    /**
     * Adds what else to know.
     *
     * @param text plain
     * @return this
     */
    public Builder caveat(String text) {
      return add(caveats, text);
    }

    private Builder add(List<String> list, String text) {
      requireText("entry", text);
      list.add(text);
      return this;
    }

    /**
     * The text collected so far.
     *
     * @return an immutable text
     */
    public CardText build() {
      return new CardText(
          overview,
          documentation,
          task,
          architecture,
          owners,
          licences,
          references,
          citations,
          users,
          intendedUses,
          outOfScopeUses,
          limitations,
          tradeoffs,
          ethicalConsiderations,
          trainingData,
          evaluationData,
          caveats);
    }
  }
}
