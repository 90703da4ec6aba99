/** TensorFlow's graphs and sessions, away from those who have none. Not API. */
@NullMarked
package io.lepton.train.djl.tensorflow.internal;

import org.jspecify.annotations.NullMarked;
