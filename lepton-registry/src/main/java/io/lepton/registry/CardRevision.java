package io.lepton.registry;

import io.lepton.card.CardText;
import java.time.Instant;

/**
 * A text that a version's card had, or has.
 *
 * @param text what people wrote
 * @param author who wrote it
 * @param time when
 */
public record CardRevision(CardText text, String author, Instant time) {}
