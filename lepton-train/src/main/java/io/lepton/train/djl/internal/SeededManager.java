package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lepton.error.EngineException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * A manager whose random arrays come from a seed, not from PyTorch's generator, which the whole
 * process shares. For DJL's initialisers; all else goes to the real manager.
 */
final class SeededManager implements InvocationHandler {
  private final NDManager manager;
  private final SplittableRandom random;

  private SeededManager(NDManager manager, SplittableRandom random) {
    this.manager = manager;
    this.random = random;
  }

  static NDManager of(NDManager manager, SplittableRandom random) {
    return (NDManager)
        Proxy.newProxyInstance(
            NDManager.class.getClassLoader(),
            new Class<?>[] {NDManager.class},
            new SeededManager(manager, random));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "randomUniform" -> filled(arguments, uniform(arguments));
      case "randomNormal" -> filled(arguments, normal(arguments));
      case "truncatedNormal" -> filled(arguments, truncated(arguments));
      case "newSubManager" -> of((NDManager) call(method, arguments), random);
      case "randomInteger", "randomPermutation", "randomMultinomial" ->
          throw new EngineException(
              "an initialiser calls NDManager."
                  + method.getName()
                  + "; only uniform and normal numbers are drawn from a seed");
      default -> call(method, arguments);
    };
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(manager, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private DoubleSupplier uniform(Object[] arguments) {
    float low = (float) arguments[0];
    float high = (float) arguments[1];
    return () -> low + (high - low) * random.nextDouble();
  }

  private DoubleSupplier normal(Object[] arguments) {
    boolean standard = arguments[0] instanceof Shape;
    double mean = standard ? 0 : (float) arguments[0];
    double deviation = standard ? 1 : (float) arguments[1];
    return () -> mean + deviation * random.nextGaussian();
  }

  /** Within two deviations of the mean. */
  private DoubleSupplier truncated(Object[] arguments) {
    boolean standard = arguments[0] instanceof Shape;
    double mean = standard ? 0 : (float) arguments[0];
    double deviation = standard ? 1 : (float) arguments[1];
    return () -> {
      double drawn = random.nextGaussian();
      while (Math.abs(drawn) > 2) {
        drawn = random.nextGaussian();
      }
      return mean + deviation * drawn;
    };
  }

  private NDArray filled(Object[] arguments, DoubleSupplier law) {
    Shape shape =
        (Shape) Arrays.stream(arguments).filter(Shape.class::isInstance).findFirst().orElseThrow();
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) law.getAsDouble();
    }
    return io.lepton.train.djl.internal.Arrays.of(manager, values, shape.getShape());
  }
}
