/**
 * Which versions keep their weights. A {@link io.lepton.retention.RetentionPolicy} is a list of
 * {@link io.lepton.retention.Keep} rules, each of which names versions to be kept; what none of
 * them names may be retired. What an alias, a stage or a tag points at is kept whatever the rules
 * say. A {@link io.lepton.retention.RetentionPlan} says which rule keeps what.
 */
@NullMarked
package io.lepton.retention;

import org.jspecify.annotations.NullMarked;
