package io.lepton.train.djl.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Arrays in PyTorch's own memory. One over a Java buffer, as DJL makes them of numbers and arrays,
 * lives only as long as Java sees it, though the graph may still refer to it, and is not aligned to
 * 64 bytes, on which the bits of a matrix product may depend.
 */
final class Arrays {
  private Arrays() {}

  /** An array on the CPU with undefined values, which no scope closes. */
  static PtNDArray allocate(NDManager manager, long... dimensions) {
    return allocate(manager, Device.cpu(), dimensions);
  }

  static PtNDArray allocate(NDManager manager, Device device, long... dimensions) {
    PtNDArray array = (PtNDArray) manager.create(new Shape(dimensions), DataType.FLOAT32, device);
    NDScope.unregister(array); // it must outlive a scope the caller may have opened
    return array;
  }

  /** An array with values, on the manager's device, which no scope closes. */
  static PtNDArray of(NDManager manager, float[] values, long... dimensions) {
    PtNDArray array = allocate(manager, dimensions);
    view(array).put(0, values);
    return place(manager, array);
  }

  /** An array of rank 0, as {@link #of}. */
  static PtNDArray scalar(NDManager manager, double value) {
    return of(manager, new float[] {(float) value});
  }

  /** Moves an array of the CPU to the manager's device, if that is another. */
  private static PtNDArray place(NDManager manager, PtNDArray array) {
    if (manager.getDevice().equals(Device.cpu())) {
      return array;
    }
    try (array) {
      PtNDArray moved = array.toDevice(manager.getDevice(), true);
      NDScope.unregister(moved);
      return moved;
    }
  }

  /** Overwrites an array, wherever it is. */
  static void put(PtNDArray array, float[] values) {
    if (array.getDevice().equals(Device.cpu())) {
      view(array).put(0, values);
    } else {
      try (PtNDArray staged = allocate(array.getManager(), array.getShape().getShape())) {
        view(staged).put(0, values);
        staged.copyTo(array);
      }
    }
  }

  /** The memory itself of an array on the CPU. */
  static FloatBuffer view(PtNDArray array) {
    return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** A copy of the values, as floats. */
  static float[] read(PtNDArray array) {
    if (array.getDataType() != DataType.FLOAT32) {
      try (PtNDArray floats = JniUtils.to(array, DataType.FLOAT32, array.getDevice())) {
        return floats.toFloatArray();
      }
    }
    return array.toFloatArray();
  }
}
