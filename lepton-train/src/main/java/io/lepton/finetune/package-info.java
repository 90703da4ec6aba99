/**
 * Starting from a trained network instead of from nothing. {@link io.lepton.finetune.FineTuning}
 * trains its weights further with a new head, frozen layers, smaller rates for the lower ones, or a
 * penalty on leaving them; {@link io.lepton.finetune.Lora} and {@link
 * io.lepton.finetune.Bottleneck} leave them as they are and train a small addition, which is saved
 * without them.
 */
@NullMarked
package io.lepton.finetune;

import org.jspecify.annotations.NullMarked;
