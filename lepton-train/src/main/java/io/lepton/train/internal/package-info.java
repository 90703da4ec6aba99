/**
 * What the tabular format {@code lepton.tabular-classifier/1} consists of, shared by training and
 * by the engines that load it. Not API.
 */
@NullMarked
package io.lepton.train.internal;

import org.jspecify.annotations.NullMarked;
