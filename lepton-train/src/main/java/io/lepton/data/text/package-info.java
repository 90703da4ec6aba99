/**
 * Texts as numbers: {@link io.lepton.data.text.Tokenizer} cuts a text into lower-case words and
 * n-grams, and {@link io.lepton.data.text.Vocabulary} gives each its id, padded to one length (0 is
 * padding, 1 is unknown). Both are records, so that a model's configuration carries them as JSON.
 *
 * <p>Texts come from CSV or TSV files as {@link io.lepton.data.TextColumn}s; start with {@code
 * Vocabulary.fit(column.texts(), Tokenizer.withDefaults(), 2, 20_000)}.
 */
@NullMarked
package io.lepton.data.text;

import org.jspecify.annotations.NullMarked;
