package io.lepton.card;

import io.lepton.card.CardPart.Heading;
import io.lepton.card.CardPart.Items;
import io.lepton.card.CardPart.Links;
import io.lepton.card.CardPart.Note;
import io.lepton.card.CardPart.Paragraph;
import io.lepton.card.CardPart.Table;
import io.lepton.model.Evaluation;
import io.lepton.model.Lineage;
import io.lepton.model.Measure;
import io.lepton.model.Version;
import java.util.ArrayList;
import java.util.List;

/** The order in which a card tells its story, whatever it is written to. */
final class CardPage {
  private final ModelCard card;
  private final List<CardPart> parts = new ArrayList<>();

  private CardPage(ModelCard card) {
    this.card = card;
  }

  static List<CardPart> of(ModelCard card) {
    CardPage page = new CardPage(card);
    page.purpose();
    page.quality();
    page.cautions();
    page.record();
    return page.parts;
  }

  private void purpose() {
    CardText text = card.text();
    if (!card.missing().isEmpty()) {
      parts.add(
          new Note(
              "This card is not complete. Missing: "
                  + String.join(", ", card.missing().stream().map(CardSection::title).toList())
                  + "."));
    }
    paragraph(text.overview());
    paragraph(text.documentation());
    items(
        "Owners",
        text.owners().stream()
            .map(o -> o.contact().isBlank() ? o.name() : o.name() + " (" + o.contact() + ")")
            .toList());
    items("Licence", text.licences().stream().map(Licence::name).toList());
    items("Intended users", text.users());
    items("Intended uses", text.intendedUses());
    items("Not intended for", text.outOfScopeUses());
  }

  private void quality() {
    List<List<String>> rows = new ArrayList<>();
    for (Evaluation evaluation : card.evaluations()) {
      for (Measure measure : evaluation.measures()) {
        rows.add(
            List.of(
                measure.metric(),
                Figures.number(measure.value()),
                Figures.interval(measure),
                Long.toString(measure.n()),
                evaluation.data().name(),
                Figures.direction(measure)));
      }
    }
    table("Metrics", List.of("metric", "value", "interval", "n", "data", "better"), rows);
    data("Training data", card.trainingSets());
    data("Evaluation data", card.evaluationSets());
  }

  private void data(String title, List<DataSet> sets) {
    table(
        title,
        List.of("data", "description", "rows", "sensitive", "link", "SHA-256"),
        sets.stream()
            .map(
                set ->
                    List.of(
                        set.name(),
                        set.text(),
                        set.rows(),
                        String.join(", ", set.sensitive()),
                        set.link(),
                        set.fingerprint()))
            .toList());
  }

  private void cautions() {
    CardText text = card.text();
    items("Limitations", text.limitations());
    items("Trade-offs", text.tradeoffs());
    table(
        "Ethical considerations",
        List.of("risk", "mitigation"),
        text.ethicalConsiderations().stream().map(r -> List.of(r.name(), r.mitigation())).toList());
    items("Caveats and recommendations", text.caveats());
  }

  private void record() {
    Version version = card.version();
    Lineage lineage = version.lineage();
    List<List<String>> rows = new ArrayList<>();
    row(rows, "version", version.toString());
    row(rows, "id", version.id().hex());
    row(rows, "format", version.format());
    row(rows, "architecture", card.text().architecture());
    row(rows, "task", card.text().task());
    row(rows, "parameters", Long.toString(card.parameters()));
    row(rows, "saved", version.time() + " by " + version.author());
    row(rows, "message", version.message());
    version.parents().forEach(parent -> row(rows, "follows", parent.hex()));
    lineage.derivedFrom().forEach(origin -> row(rows, "derived from", origin.hex()));
    lineage.findCodeRevision().ifPresent(code -> row(rows, "code revision", code));
    lineage.findSeed().ifPresent(seed -> row(rows, "seed", Long.toString(seed)));
    lineage.environment().forEach((name, value) -> row(rows, name, value));
    table("Model details", List.of("what", "value"), rows);

    List<List<String>> settings = new ArrayList<>();
    version
        .hyperparameters()
        .asMap()
        .forEach((name, value) -> row(settings, name, String.valueOf(value)));
    table("Hyperparameters", List.of("name", "value"), settings);
    items("Inputs", version.signature().inputs().stream().map(Figures::field).toList());
    items("Outputs", version.signature().outputs().stream().map(Figures::field).toList());
    if (!card.text().references().isEmpty()) {
      parts.add(new Heading("References"));
      parts.add(new Links(card.text().references()));
    }
    items("Citation", card.text().citations());
  }

  private static void row(List<List<String>> rows, String name, String value) {
    if (!value.isBlank()) {
      rows.add(List.of(name, value));
    }
  }

  private void paragraph(String text) {
    if (!text.isBlank()) {
      parts.add(new Paragraph(text));
    }
  }

  private void items(String title, List<String> texts) {
    if (!texts.isEmpty()) {
      parts.add(new Heading(title));
      parts.add(new Items(texts));
    }
  }

  private void table(String title, List<String> header, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      parts.add(new Heading(title));
      parts.add(new Table(header, rows));
    }
  }
}
