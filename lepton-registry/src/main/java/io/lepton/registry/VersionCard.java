package io.lepton.registry;

import io.lepton.card.CardText;
import io.lepton.card.ModelCard;
import io.lepton.error.ConflictException;
import io.lepton.model.Evaluation;
import io.lepton.model.Version;
import io.lepton.registry.Attachments.Entry;
import io.lepton.spi.Catalog;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The model card of a version. What people write is kept in the store, each text beside the ones
 * before it; what is known of the version is added when the card is read, so that evaluations
 * attached later are in it. It outlives the version's weights. Thread-safe.
 */
public final class VersionCard {
  private static final int TRIES = 100;

  private final Store store;
  private final Version version;
  private final Attachments texts;

  VersionCard(Store store, Version version) {
    this.store = store;
    this.version = store.version(version.id());
    this.texts = new Attachments(store, Attachments.CARDS, version.id());
  }

  /**
   * The card with the newest text.
   *
   * @return without anything that people write if nobody wrote yet
   */
  public ModelCard read() {
    List<Evaluation> evaluations =
        store.catalog.evaluations(version.id()).stream()
            .map(Catalog.EvaluationEntry::evaluation)
            .toList();
    List<Entry> all = texts.all();
    return ModelCard.of(newest(all), version, evaluations);
  }

  /**
   * The card with the newest text, and the SHA-256 of the files the version is exported as, for a
   * bill of materials. All of the version's bytes are read.
   *
   * @return with files
   * @throws io.lepton.error.RetiredException if its weights were destroyed
   */
  public ModelCard readWithFiles() {
    return read().withFiles(new VersionContent(store, version).digests());
  }

  /**
   * Replaces the text; the old one stays in the history.
   *
   * @param text what people write
   */
  public void write(CardText text) {
    edit(old -> text);
  }

  /**
   * Changes the text. Nobody's change is lost: if another writes meanwhile, the change is made
   * again to what the other wrote.
   *
   * @param change from the newest text, or an empty one, to the next; may be called more than once
   * @throws ConflictException if others kept writing
   */
  public void edit(UnaryOperator<CardText> change) {
    for (int tries = 1; ; tries++) {
      List<Entry> all = texts.all();
      long end = all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
      CardText next = change.apply(newest(all));
      try {
        texts.appendAfter(end, next.toJson());
        return;
      } catch (ConflictException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private static CardText newest(List<Entry> all) {
    return all.isEmpty()
        ? CardText.builder().build()
        : CardText.parse(all.get(all.size() - 1).text());
  }

  /**
   * Every text the card had.
   *
   * @return oldest first; empty if nobody wrote yet
   */
  public List<CardRevision> history() {
    return texts.all().stream()
        .map(e -> new CardRevision(CardText.parse(e.text()), e.author(), e.time()))
        .toList();
  }
}
