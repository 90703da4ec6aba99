/**
 * Model cards (Mitchell et al., <i>Model Cards for Model Reporting</i>, FAT* 2019): what a model is
 * for, what it is not for, what it was made of and how well it does.
 *
 * <p>A {@link io.lepton.card.ModelCard} joins what people write, a {@link io.lepton.card.CardText},
 * with what the store knows of the version: its lineage, hyperparameters, signature and evaluations
 * with their intervals. It says which mandatory sections are {@linkplain
 * io.lepton.card.ModelCard#missing missing}, and comes as Markdown, as a page of HTML, as JSON of
 * Google's Model Card Toolkit, as a README of Hugging Face, and as an ML bill of materials of
 * CycloneDX 1.6. Whatever a name or text holds, it is escaped for the form it is written to.
 */
@NullMarked
package io.lepton.card;

import org.jspecify.annotations.NullMarked;
